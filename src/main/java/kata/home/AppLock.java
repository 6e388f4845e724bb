package kata.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.process.Progress;
import org.jspecify.annotations.Nullable;

/**
 * The lock of an app: one command at a time changes it. The kernel holds it, so it goes with the
 * process, however that ends. The lock file is empty and is never read or deleted: closing any
 * other descriptor of it in this process would drop the lock. Who holds it stands in a file beside
 * it.
 */
public final class AppLock implements AutoCloseable {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private final FileChannel channel;

  private AppLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, waiting while another command holds it and saying so. Throws with {@link
   * ExitCode#BUSY} when it was not free within the limit.
   *
   * @param purpose what this command does, for those who wait, such as {@code deploy}
   */
  public static AppLock take(AppHome app, String purpose, Duration limit, Progress progress) {
    Path file = app.lock();
    Path owner = file.resolveSibling(app.name().project() + ".owner");
    AtomicFile.makeFolder(app.home().own().resolve("locks"));
    FileChannel channel = open(file);
    try {
      waitFor(channel, app, owner, Instant.now().plus(limit), progress);
      String who =
          "%s, process %d, since %s"
              .formatted(purpose, ProcessHandle.current().pid(), CLOCK.format(Instant.now()));
      AtomicFile.write(owner, who, "rw-r--r--");
      return new AppLock(channel);
    } catch (RuntimeException e) {
      close(channel);
      throw e;
    }
  }

  @Override
  public void close() {
    close(channel);
  }

  private static FileChannel open(Path file) {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new KataException(
          ExitCode.FAILED, "cannot open the lock " + file, "check its permissions", e);
    }
  }

  private static void waitFor(
      FileChannel channel, AppHome app, Path owner, Instant deadline, Progress progress) {
    boolean told = false;
    while (tryLock(channel) == null) {
      String holder = "app '%s' is held by another command (%s)".formatted(app.name(), who(owner));
      if (Instant.now().isAfter(deadline)) {
        throw new KataException(ExitCode.BUSY, holder, "try again when it has ended");
      }
      if (!told) {
        progress.detail(holder + "; waiting");
        told = true;
      }
      pause();
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another thread of this process
    } catch (IOException e) {
      throw new KataException(ExitCode.FAILED, "cannot lock: " + e.getMessage(), "", e);
    }
  }

  private static String who(Path owner) {
    try {
      return Files.readString(owner);
    } catch (IOException e) {
      return "just started";
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KataException(ExitCode.INTERRUPTED, "interrupted", "", e);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new KataException(ExitCode.FAILED, "cannot release a lock", "", e);
    }
  }
}
