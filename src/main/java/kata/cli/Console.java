package kata.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The three streams of a command: answers on out, the story and errors on err.
 *
 * @param interactive whether a person sits at standard input
 * @param hiddenLine what a person types in one line, unseen; nothing where it would be seen
 */
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean interactive,
    Supplier<Optional<String>> hiddenLine) {
  /** Has no way to hide what is typed. */
  public Console(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
    this(in, out, err, interactive, Optional::empty);
  }
}
