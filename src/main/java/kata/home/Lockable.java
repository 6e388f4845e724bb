package kata.home;

import java.nio.file.Path;

/**
 * A resource that only one process may change at a time.
 *
 * @param file its lock file
 * @param what its name in messages, such as {@code app 'shop'}
 */
public record Lockable(Path file, String what) {
  /**
   * Returns the file that names the holder. It is beside the lock file, which must not be opened.
   */
  Path holder() {
    return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.lock$", ".holder"));
  }
}
