package kata.home;

import java.nio.file.Path;

/**
 * Something only one process may change at a time.
 *
 * @param file its lock file
 * @param what how messages call it, such as {@code app 'shop'}
 */
public record Lockable(Path file, String what) {
  /** Returns where its holder says who it is; beside the lock file, which nobody may open. */
  Path holder() {
    return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.lock$", ".holder"));
  }
}
