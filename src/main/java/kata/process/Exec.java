package kata.process;

import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Runs children. Every method throws a {@link kata.error.KataException} when the program is not
 * there, and a {@link kata.error.KataException} when the deadline passed (the child and its
 * children are then gone).
 */
public interface Exec {
  /** Runs a child to its end and returns what it wrote; at most 16 MiB of each stream is kept. */
  Result run(Invocation invocation);

  /**
   * Runs a child to its end and hands on every line of both its streams as it comes; the result
   * holds the last lines as its errors.
   */
  Result stream(Invocation invocation, Consumer<String> line);

  /** Runs a child on kata's own three streams, without deadline, and returns its exit status. */
  int passthrough(Invocation invocation);

  /**
   * Runs a child on kata's own standard input and standard error, without deadline, hands on its
   * standard output as it comes, and returns its exit status. For a child that must not notice when
   * nobody reads; the stream must not block for long.
   */
  int passthrough(Invocation invocation, OutputStream out);
}
