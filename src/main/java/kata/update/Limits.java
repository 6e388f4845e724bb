package kata.update;

import java.time.Duration;

/**
 * How long and how large an update may be.
 *
 * @param connect until the server takes the connection
 * @param silence between two pieces of a file
 * @param transfer of one file
 * @param bytes of one file
 * @param start until the new file has said its version
 */
record Limits(Duration connect, Duration silence, Duration transfer, long bytes, Duration start) {
  static final Limits USUAL =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(15),
          64L * 1024 * 1024,
          Duration.ofSeconds(30));
}
