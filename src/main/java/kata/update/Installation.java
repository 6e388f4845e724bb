package kata.update;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.home.AtomicFile;

/**
 * The installed file, and the previous one as {@code kata.backup} beside it. Both are always
 * replaced atomically: a running program keeps its file, and an interrupted update leaves a working
 * one.
 */
final class Installation {
  private final Path file;
  private final Path backup;

  private Installation(Path file) {
    this.file = file;
    backup = file.resolveSibling(file.getFileName() + ".backup");
  }

  /** Resolves links to the file itself. */
  static Installation of(Path program) {
    try {
      return new Installation(program.toRealPath());
    } catch (IOException e) {
      throw failed("find", program, e);
    }
  }

  Path backup() {
    return backup;
  }

  String checksum() {
    return checksum(file);
  }

  /** Returns the SHA-256 of a file, in lower case. */
  static String checksum(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw failed("read", file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /**
   * Creates an empty private file beside the installed one, with its owner. Throws if that fails,
   * before any download starts.
   */
  Draft draft() {
    try {
      removeLeftovers();
      Draft draft = new Draft(Files.createTempFile(folder(), prefix() + pid() + ".", ".new"));
      try {
        own(draft.path());
        return draft;
      } catch (IOException e) {
        draft.close();
        throw e;
      }
    } catch (IOException e) {
      throw failed("write beside", file, e);
    }
  }

  /** Gives a draft the permissions of the installed file. */
  void permit(Draft draft) {
    try {
      Files.setPosixFilePermissions(draft.path(), Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw failed("set the permissions of", draft.path(), e);
    }
  }

  /** Replaces the installed file with a draft, and keeps the previous file as the backup. */
  void replaceBy(Draft draft) {
    try (Draft old = copyOf(file)) {
      AtomicFile.replace(backup, old.path());
      AtomicFile.replace(file, draft.path());
    }
  }

  /** Swaps the installed file and the backup. */
  void swap() {
    try (Draft current = copyOf(file);
        Draft before = copyOf(backup)) {
      AtomicFile.replace(file, before.path());
      AtomicFile.replace(backup, current.path());
    }
  }

  private Draft copyOf(Path original) {
    Draft copy = draft();
    try {
      Files.copy(
          original,
          copy.path(),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      return copy;
    } catch (IOException e) {
      copy.close();
      throw failed("copy", original, e);
    }
  }

  private void own(Path draft) throws IOException {
    PosixFileAttributes installed = Files.readAttributes(file, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
    view.setOwner(installed.owner());
    view.setGroup(installed.group());
  }

  /** Removes the drafts of killed updates, but not those of a running one. */
  private void removeLeftovers() throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(prefix()) + "([0-9]{1,18})\\.[0-9]+\\.new");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder())) {
      for (Path one : files) {
        Matcher draft = name.matcher(String.valueOf(one.getFileName()));
        if (draft.matches() && ProcessHandle.of(Long.parseLong(draft.group(1))).isEmpty()) {
          Files.deleteIfExists(one);
        }
      }
    }
  }

  private Path folder() {
    return file.resolveSibling("");
  }

  private String prefix() {
    return "." + file.getFileName() + ".";
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static KataException failed(String what, Path file, IOException cause) {
    return new OperationFailed(
        "cannot %s %s: %s %s"
            .formatted(what, file, cause.getClass().getSimpleName(), cause.getMessage()),
        "run it as root: sudo kata update",
        cause);
  }

  /** A file that may become the installed one; deleted if it does not. */
  record Draft(Path path) implements AutoCloseable {
    @Override
    public void close() {
      try {
        Files.deleteIfExists(path);
      } catch (IOException ignored) {
        // The next update removes it.
      }
    }
  }
}
