package kata.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import kata.process.Orphans;

/**
 * The holder of a lock.
 *
 * @param mark the value that marks its child processes' environment
 * @param who its operation and its process, for messages
 * @param since the start, in seconds since the epoch
 * @param step its current step; may be empty
 */
record Holder(String mark, String who, long since, String step) {
  static Holder now(String purpose) {
    String who = "%s, process %d".formatted(purpose, ProcessHandle.current().pid());
    return new Holder(Orphans.mark(), who, Instant.now().getEpochSecond(), "");
  }

  Holder at(String present) {
    return new Holder(mark, who, since, present);
  }

  /**
   * Returns a description for waiting commands. Call it only when needed: loading the time zone
   * takes Java 50 ms.
   */
  String displayName() {
    DateTimeFormatter clock =
        DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    String text = "%s, since %s".formatted(who, clock.format(Instant.ofEpochSecond(since)));
    return step.isEmpty() ? text : text + ", at: " + step;
  }

  void write(Path file) {
    AtomicFile.note(file, String.join("\n", mark, who, Long.toString(since), step) + "\n");
  }

  /** Reads the holder; empty when the file is missing or incomplete. */
  static Optional<Holder> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() == 4
          ? Optional.of(
              new Holder(lines.get(0), lines.get(1), Long.parseLong(lines.get(2)), lines.get(3)))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // just released
    }
  }
}
