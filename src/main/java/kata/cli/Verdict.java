package kata.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import kata.error.ExitCode;
import kata.error.KataException;

/**
 * The file in which the hook of a push leaves how the deploy ended, as git tells nobody. It is
 * empty before the hook begins, and open until the hook has ended.
 */
record Verdict(Path file) {
  private static final String OPEN = "open";

  /** Makes the file. */
  static Verdict expected() {
    try {
      return new Verdict(Files.createTempFile("kata-push", ".verdict"));
    } catch (IOException e) {
      throw failed("make a temporary file", e);
    }
  }

  /** Notes that the hook has begun. */
  void open() {
    write(OPEN);
  }

  /** Notes how the hook ended. */
  void close(int status) {
    write(Integer.toString(status));
  }

  /** Returns how the hook ended, 0 when there was none; nothing when it began and never ended. */
  OptionalInt status() {
    try {
      String text = Files.readString(file).strip();
      if (text.equals(OPEN)) {
        return OptionalInt.empty();
      }
      return OptionalInt.of(text.isEmpty() ? 0 : Integer.parseInt(text));
    } catch (IOException e) {
      throw failed("read " + file, e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException ignored) {
      // One small file in the temporary folder; the system removes it.
    }
  }

  private void write(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw failed("write " + file, e);
    }
  }

  private static KataException failed(String what, IOException e) {
    return new KataException(
        ExitCode.FAILED, "cannot %s: %s".formatted(what, e), "check space there", e);
  }
}
