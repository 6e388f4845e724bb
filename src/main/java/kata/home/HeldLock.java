package kata.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kata.error.Busy;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.process.Orphans;
import kata.process.Progress;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the kernel's, which goes with the process, however that ends. The lock file is empty
 * and is never read or deleted: closing any other descriptor of it in this process would drop the
 * lock. Who holds it, since when and at which step stands in a file beside it. What a holder that
 * was killed left running is ended before the lock is given to the next one.
 */
public final class HeldLock implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final FileChannel channel;
  private final Path file;
  private final Holder holder;
  private final boolean waited;

  private HeldLock(FileChannel channel, Path file, Holder holder, boolean waited) {
    this.channel = channel;
    this.file = file;
    this.holder = holder;
    this.waited = waited;
  }

  /**
   * Takes a lock, waiting while another process holds it and saying so. Throws with {@link
   * kata.error.Busy} when it was not free within the limit.
   *
   * @param purpose what this command does, for those who wait, such as {@code deploy}
   */
  public static HeldLock take(Lockable what, String purpose, Duration limit, Progress progress) {
    return takeOneOf(List.of(what), purpose, limit, progress);
  }

  /** Takes the first lock of several that is free, in the same way. */
  public static HeldLock takeOneOf(
      List<Lockable> choices, String purpose, Duration limit, Progress progress) {
    Instant deadline = Instant.now().plus(limit);
    boolean told = false;
    while (true) {
      for (Lockable choice : choices) {
        Optional<HeldLock> lock = tryTake(choice, purpose, told, progress);
        if (lock.isPresent()) {
          return lock.get();
        }
      }
      Lockable first = choices.get(0);
      String held = "%s is held by another command%s".formatted(first.what(), who(first));
      if (Instant.now().isAfter(deadline)) {
        throw new Busy(held, "wait until it has ended");
      }
      if (!told) {
        progress.detail(held + "; waiting");
        told = true;
      }
      pause();
    }
  }

  /** Tells whether it was held by another when it was asked for. */
  public boolean waited() {
    return waited;
  }

  /** Tells those who wait what the holder is at. */
  public void at(String step) {
    try {
      holder.at(step).write(file);
    } catch (KataException e) {
      // A full disk will stop the work itself where it has to.
    }
  }

  @Override
  public void close() {
    try {
      FolderTree.delete(file);
    } finally {
      close(channel);
    }
  }

  private static Optional<HeldLock> tryTake(
      Lockable what, String purpose, boolean waited, Progress progress) {
    AtomicFile.makeFolder(what.file().resolveSibling(""));
    FileChannel channel = open(what.file());
    try {
      if (tryLock(channel) == null) {
        close(channel);
        return Optional.empty();
      }
      Holder.read(what.holder()).ifPresent(killed -> endChildren(killed, progress));
      Holder holder = Holder.now(purpose);
      holder.write(what.holder());
      return Optional.of(new HeldLock(channel, what.holder(), holder, waited));
    } catch (RuntimeException e) {
      close(channel);
      throw e;
    }
  }

  private static void endChildren(Holder killed, Progress progress) {
    int ended = Orphans.end(killed.mark());
    if (ended > 0) {
      progress.detail(
          "ended %d processes that an interrupted command left running".formatted(ended));
    }
  }

  private static String who(Lockable what) {
    return Holder.read(what.holder()).map(holder -> " (" + holder.shown() + ")").orElse("");
  }

  private static FileChannel open(Path file) {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new OperationFailed("cannot open the lock " + file, "check its permissions", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another thread of this process
    } catch (IOException e) {
      throw new OperationFailed("cannot lock: " + e.getMessage(), "", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      throw KataException.interrupted(e);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new OperationFailed("cannot release a lock", "", e);
    }
  }
}
