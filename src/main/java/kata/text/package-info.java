/** Texts for messages: suggestions for mistyped words, reasons of file errors. Does no I/O. */
@NullMarked
package kata.text;

import org.jspecify.annotations.NullMarked;
