package kata.release;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import kata.error.OperationFailed;
import kata.home.FolderTree;
import kata.process.Progress;
import kata.text.Reason;

/**
 * Files that an app wrote into the folder of its code. The original kata had one folder for all
 * deploys, so they go on to the release that runs next, and none is lost. Until that release is
 * good both folders have them: one file under two names, so that going back finds all that was
 * written meanwhile.
 */
public final class Leftovers {
  private Leftovers() {}

  /**
   * Moves files of one release into another, unless the commit of that contains them. Files that
   * cannot be moved stay where they are, and are reported.
   */
  public static void carry(List<String> files, Path from, Path to, Progress progress) {
    List<String> left = new ArrayList<>();
    for (String file : files) {
      try {
        link(from.resolve(file), to.resolve(file));
      } catch (NoSuchFileException e) {
        // The app deleted it meanwhile.
      } catch (IOException e) {
        left.add(file);
      }
    }
    if (!left.isEmpty()) {
      progress.warn(
          "%d files the app wrote stay in %s, as they cannot be put into %s: %s"
              .formatted(left.size(), from, to, left.get(0)));
    }
  }

  /** Takes files out of the release they came from, once the one they went to is good. */
  public static void settle(List<String> files, Path from, Path to) {
    if (same(from, to)) {
      return; // a folder put there by hand has made way for the link to the new release
    }
    for (String file : files) {
      if (Files.exists(to.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
        FolderTree.delete(from.resolve(file));
      }
    }
  }

  /** Takes files out of a release that did not become good; the one they came from has them. */
  public static void withdraw(List<String> files, Path from, Path to) {
    for (String file : files) {
      if (Files.exists(from.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
        FolderTree.delete(to.resolve(file));
      }
    }
  }

  /** Moves files of a release that goes to a folder of the app's data. */
  static void keep(List<String> files, Path from, Path kept) {
    for (String file : files) {
      Path to = kept.resolve(file);
      try {
        Files.createDirectories(to.resolveSibling("."));
        Files.move(from.resolve(file), to, StandardCopyOption.REPLACE_EXISTING);
      } catch (NoSuchFileException e) {
        // The app deleted it meanwhile.
      } catch (IOException e) {
        throw new OperationFailed(
            "cannot keep %s under %s: %s".formatted(from.resolve(file), kept, Reason.of(e)),
            "check permissions there",
            e);
      }
    }
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private static void link(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolveSibling("").normalize());
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            linkFile(file, to.resolve(from.relativize(file)), attributes);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void linkFile(Path from, Path to, BasicFileAttributes attributes)
      throws IOException {
    if (attributes.isSymbolicLink()) {
      Files.createSymbolicLink(to, Files.readSymbolicLink(from));
    } else if (attributes.isRegularFile()) {
      try {
        Files.createLink(to, from);
      } catch (FileSystemException e) {
        // Linux lets nobody link a file of another user; a container may have written it as root.
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
    } // a socket or a pipe is nothing without the process that made it
  }
}
