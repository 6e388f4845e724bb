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

/** Writes files and links so that a reader, or a crash, sees the old or the new, never a part. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Replaces a file by text in UTF-8, with permissions such as {@code rw-------}, on disk when this
   * returns. A link at that place is replaced, not followed. Throws when the disk is full.
   */
  public static void write(Path file, String text, String permissions) {
    write(file, text, permissions, true);
  }

  /**
   * Replaces a file by text in UTF-8 for those who read it while this process runs, and does not
   * wait for the disk: after a power cut it may be empty.
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

  /** Points a link at a target, replacing the link that was there. */
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

  /** Puts a file that is written in the place of one in the same folder, on disk on return. */
  public static void replace(Path file, Path written) {
    try {
      sync(written);
      moveOver(written, file);
      syncFolder(file);
    } catch (IOException e) {
      throw failed("replace", file, e);
    }
  }

  /** Deletes a file, and what a write of it that was killed left beside it. */
  public static void delete(Path file) {
    FolderTree.delete(file);
    FolderTree.delete(beside(file));
  }

  /** Makes a folder and its parents, open to this user and readable by others. */
  public static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed("make the folder", folder, e);
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".new");
  }

  /** A full disk shows as a short write first, and only then as an exception. */
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
      // The failure that led here is the one to tell; the next write removes the rest.
    }
  }

  private static KataException failed(String what, Path file, IOException cause) {
    return new OperationFailed(
        "cannot %s %s: %s".formatted(what, file, Reason.of(cause)),
        "check space and permissions there",
        cause);
  }
}
