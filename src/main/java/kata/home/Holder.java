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
 * Who holds a lock.
 *
 * @param mark what its children carry in their environment
 * @param who what it does, and its process, for people
 * @param since in seconds of the epoch
 * @param step what it is at; may be empty
 */
record Holder(String mark, String who, long since, String step) {
  static Holder now(String purpose) {
    String who = "%s, process %d".formatted(purpose, ProcessHandle.current().pid());
    return new Holder(Orphans.mark(), who, Instant.now().getEpochSecond(), "");
  }

  Holder at(String present) {
    return new Holder(mark, who, since, present);
  }

  /** Returns this for who waits; what time it is in this place takes Java 50 ms to find out. */
  String shown() {
    DateTimeFormatter clock =
        DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    String shown = "%s, since %s".formatted(who, clock.format(Instant.ofEpochSecond(since)));
    return step.isEmpty() ? shown : shown + ", at: " + step;
  }

  void write(Path file) {
    AtomicFile.note(file, String.join("\n", mark, who, Long.toString(since), step) + "\n");
  }

  /** Returns who wrote the file; nothing when it is not there or was cut short. */
  static Optional<Holder> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() == 4
          ? Optional.of(
              new Holder(lines.get(0), lines.get(1), Long.parseLong(lines.get(2)), lines.get(3)))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // just given back
    }
  }
}
