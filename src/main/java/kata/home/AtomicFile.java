package kata.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.text.Reason;

/**
 * Writes files and links atomically: a reader sees the old or the new content, even after a crash.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Replaces a file with UTF-8 text and permissions such as {@code rw-------}, and syncs it to
   * disk. Replaces a link, and does not follow it. Throws when the disk is full.
   */
  public static void write(Path file, String text, String permissions) {
    write(file, text, permissions, true);
  }

  /**
   * Replaces a file with UTF-8 text without a sync to disk: after a power cut it may be empty. Use
   * it for files that matter only while this process runs.
   */
  public static void note(Path file, String text) {
    write(file, text, "rw-r--r--", false);
  }

  private static void write(Path file, String text, String permissions, boolean onDisk) {
    Path temporary = beside(file);
    try {
      Files.deleteIfExists(temporary);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        writeAll(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        if (onDisk) {
          channel.force(true);
        }
      }
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
      moveOver(temporary, file);
      if (onDisk) {
        syncFolder(file);
      }
    } catch (IOException e) {
      discard(temporary);
      throw failed("write", file, e);
    }
  }

  /** Points a link to a target, and replaces an existing link. */
  public static void link(Path link, Path target) {
    Path temporary = beside(link);
    try {
      Files.deleteIfExists(temporary);
      Files.createSymbolicLink(temporary, target);
      moveOver(temporary, link);
      syncFolder(link);
    } catch (IOException e) {
      discard(temporary);
      throw failed("link", link, e);
    }
  }

  /** Replaces a file with a complete one in the same folder, and syncs both to disk. */
  public static void replace(Path file, Path written) {
    try {
      sync(written);
      moveOver(written, file);
      syncFolder(file);
    } catch (IOException e) {
      throw failed("replace", file, e);
    }
  }

  /** Deletes a file, and the temporary file of an interrupted write. */
  public static void delete(Path file) {
    FolderTree.delete(file);
    FolderTree.delete(beside(file));
  }

  /** Creates a folder and its parents, writable by this user and readable by others. */
  public static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed("create the folder", folder, e);
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".new");
  }

  /** Writes in a loop: a full disk causes a short write first, and then an exception. */
  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void moveOver(Path temporary, Path file) throws IOException {
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void syncFolder(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      sync(folder);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException ignored) {
      // The original failure is reported; the next write removes the file.
    }
  }

  private static KataException failed(String what, Path file, IOException cause) {
    return new OperationFailed(
        "cannot %s %s: %s".formatted(what, file, Reason.of(cause)),
        "check its free space and permissions",
        cause);
  }
}
