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
 * @param who what it does, its process and since when, for people
 * @param step what it is at; may be empty
 */
record Holder(String mark, String who, String step) {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  static Holder now(String purpose) {
    String who =
        "%s, process %d, since %s"
            .formatted(purpose, ProcessHandle.current().pid(), CLOCK.format(Instant.now()));
    return new Holder(Orphans.mark(), who, "");
  }

  Holder at(String present) {
    return new Holder(mark, who, present);
  }

  String shown() {
    return step.isEmpty() ? who : who + ", at: " + step;
  }

  void write(Path file) {
    AtomicFile.write(file, String.join("\n", mark, who, step) + "\n", "rw-r--r--");
  }

  /** Returns who wrote the file; nothing when it is not there or was cut short. */
  static Optional<Holder> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() == 3
          ? Optional.of(new Holder(lines.get(0), lines.get(1), lines.get(2)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // just given back
    }
  }
}
