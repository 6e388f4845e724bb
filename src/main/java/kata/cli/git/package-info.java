/** Commands that git and SSH call. */
@NullMarked
package kata.cli.git;

import org.jspecify.annotations.NullMarked;
