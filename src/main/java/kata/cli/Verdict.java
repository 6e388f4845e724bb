package kata.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.error.Reason;

/**
 * The file in which the hook of a push leaves how the deploy ended, as git tells nobody. It says so
 * when there was no hook yet, and is open until the hook has ended. What the hook writes takes the
 * space of what stands there: a disk that got full cannot make a failure look like none.
 */
record Verdict(Path file) {
  private static final String NONE = "none";
  private static final String OPEN = "open";

  /** Makes the file. */
  static Verdict expected() {
    Verdict verdict;
    try {
      verdict = new Verdict(Files.createTempFile("kata-push", ".verdict"));
    } catch (IOException e) {
      throw failed("make a file in " + System.getProperty("java.io.tmpdir"), e);
    }
    try {
      verdict.write(NONE);
    } catch (KataException e) {
      verdict.delete();
      throw e;
    }
    return verdict;
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
      if (text.equals(NONE)) {
        return OptionalInt.of(0);
      }
      return text.matches("[0-9]+") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
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
      Files.writeString(
          file, "%4s".formatted(text), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failed("write " + file, e);
    }
  }

  private static KataException failed(String what, IOException e) {
    return new KataException(
        ExitCode.FAILED, "cannot %s: %s".formatted(what, Reason.of(e)), "check space there", e);
  }
}
