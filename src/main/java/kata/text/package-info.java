/** Words for people: what a mistyped word meant, why a file could not be read. Pure. */
@NullMarked
package kata.text;

import org.jspecify.annotations.NullMarked;
