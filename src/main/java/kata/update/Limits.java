package kata.update;

import java.time.Duration;

/**
 * The time and size limits of an update.
 *
 * @param connect the limit until the server accepts the connection
 * @param silence the limit between two pieces of a file
 * @param transfer the limit for one file
 * @param bytes the largest size of one file
 * @param start the limit until the new file has printed its version
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
