/**
 * Splits command lines, suggests words for mistyped ones, and finds reasons of file errors. Does no
 * I/O.
 */
@NullMarked
package kata.text;

import org.jspecify.annotations.NullMarked;
