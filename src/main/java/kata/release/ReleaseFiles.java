package kata.release;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.text.Reason;

/** The names of files and folders below {@code releases/<app>}. */
record ReleaseFiles(Path releases) {
  /** Returns the numbers of the releases that have a folder, in ascending order. */
  List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(releases, Files::isDirectory)) {
      folders.forEach(folder -> number(folder).ifPresent(numbers::add));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("list " + releases, e);
    }
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  /** Returns the number that a folder is named by, if it is the folder of a release. */
  static Optional<Integer> number(Path folder) {
    String name = String.valueOf(folder.getFileName());
    return name.matches("[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(name)) : Optional.empty();
  }

  Path folder(int number) {
    return releases.resolve(Integer.toString(number));
  }

  Path recordFile(int number) {
    return releases.resolve(number + ".json");
  }

  Path stagedFile(int number) {
    return releases.resolve(number + ".proposed.json");
  }

  Path stoppedFile() {
    return releases.resolve("stopped");
  }

  Path journal() {
    return releases.resolve("journal.json");
  }

  static KataException failed(String what, IOException e) {
    return new OperationFailed(
        "cannot %s: %s".formatted(what, Reason.of(e)), "check permissions there", e);
  }
}
