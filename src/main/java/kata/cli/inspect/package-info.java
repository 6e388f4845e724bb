/** Commands that show apps and change nothing. */
@NullMarked
package kata.cli.inspect;

import org.jspecify.annotations.NullMarked;
