/** The streams of a command: colours, progress, tables, text made safe to print. */
@NullMarked
package kata.cli.console;

import org.jspecify.annotations.NullMarked;
