package kata.cli;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * The three streams of a command: answers on out, the story and errors on err.
 *
 * @param interactive whether a person sits at standard input
 * @param terminal whether standard output goes to a terminal
 */
public record Console(
    InputStream in, PrintStream out, PrintStream err, boolean interactive, boolean terminal) {}
