package kata.process;

import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Runs child processes. Every method throws a {@link kata.error.KataException} when the program is
 * missing, or when the deadline passes; it then ends the child and its children.
 */
public interface Exec {
  /** Runs a child until it exits and returns its output; keeps at most 16 MiB of each stream. */
  Result run(Invocation invocation);

  /**
   * Runs a child until it exits and passes on every line of both streams as it comes; the result
   * has the last lines as its errors.
   */
  Result stream(Invocation invocation, Consumer<String> line);

  /** Runs a child on kata's own three streams, without a deadline, and returns its exit status. */
  int passthrough(Invocation invocation);

  /**
   * Runs a child on kata's own standard input and standard error, without a deadline, passes on its
   * standard output as it comes, and returns its exit status. Use it for a child that must not
   * notice a missing reader; the stream must not block for long.
   */
  int passthrough(Invocation invocation, OutputStream out);
}
