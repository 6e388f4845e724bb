package kata.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import kata.error.KataException;
import kata.home.AtomicFile;
import kata.home.FolderTree;
import kata.home.KataHome;
import kata.home.Mode;

/** The mode chosen with {@code kata mode}, in a file in the folder of a release. */
public final class ModeChoice {
  private ModeChoice() {}

  /** Returns the choice in the folder of a release. Throws when the file holds no mode. */
  public static Optional<Mode> read(Path code) {
    Path file = code.resolve(KataHome.MODE_FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      Optional<Mode> mode = Mode.of(Files.readString(file).strip());
      if (mode.isEmpty()) {
        throw KataException.refused(
            "%s holds neither compose nor swarm".formatted(file), "correct or delete it");
      }
      return mode;
    } catch (IOException e) {
      throw KataException.refused("cannot read %s: %s".formatted(file, e.getMessage()), "");
    }
  }

  /** Writes a choice into the folder of a release, or removes it. */
  public static void write(Path code, Optional<Mode> choice) {
    Path file = code.resolve(KataHome.MODE_FILE);
    if (choice.isPresent()) {
      AtomicFile.write(file, choice.get().word() + "\n", "rw-r--r--");
    } else {
      FolderTree.delete(file);
    }
  }
}
