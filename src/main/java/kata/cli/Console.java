package kata.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The three streams of a command: answers on out, the story and errors on err.
 *
 * @param interactive whether a person sits at standard input
 * @param terminal whether standard output goes to a terminal
 * @param hiddenLine what a person types in one line, unseen; nothing where it would be seen
 */
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean interactive,
    boolean terminal,
    Supplier<Optional<String>> hiddenLine) {}
