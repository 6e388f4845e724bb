package kata.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;

/** Finds the reason why a file could not be read or written. */
public final class Reason {
  /** The reasons of exceptions without a message. */
  private static final Map<Class<?>, String> KINDS =
      Map.of(
          NoSuchFileException.class, "it does not exist",
          AccessDeniedException.class, "permission denied",
          FileAlreadyExistsException.class, "it already exists");

  private Reason() {}

  /** Returns the reason only, such as {@code No space left on device}, without the file's name. */
  public static String of(IOException e) {
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    String words = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return Optional.ofNullable(words)
        .or(() -> Optional.ofNullable(KINDS.get(e.getClass())))
        .orElse(e.getClass().getSimpleName());
  }
}
