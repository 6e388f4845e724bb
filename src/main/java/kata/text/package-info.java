/** Words: of command lines, mistyped ones, and why a file could not be read. Pure. */
@NullMarked
package kata.text;

import org.jspecify.annotations.NullMarked;
