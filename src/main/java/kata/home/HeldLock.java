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
 * A kernel lock, which the kernel releases when the process ends. The lock file is empty and is
 * never read or deleted: closing any other descriptor of it in this process would release the lock.
 * A second file names its holder, its start time and its step. If a holder was killed, the next one
 * first ends the processes it left running.
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
   * Takes a lock. Waits while another process holds it, and reports the wait. Throws {@link
   * kata.error.Busy} when the limit is over.
   *
   * @param purpose the name of this operation for waiting commands, such as {@code deploy}
   */
  public static HeldLock take(Lockable what, String purpose, Duration limit, Progress progress) {
    return takeOneOf(List.of(what), purpose, limit, progress);
  }

  /** Takes the first free lock of several, in the same way. */
  public static HeldLock takeOneOf(
      List<Lockable> choices, String purpose, Duration limit, Progress progress) {
    Instant deadline = Instant.now().plus(limit);
    boolean reported = false;
    while (true) {
      for (Lockable choice : choices) {
        Optional<HeldLock> lock = tryTake(choice, purpose, reported, progress);
        if (lock.isPresent()) {
          return lock.get();
        }
      }
      Lockable first = choices.get(0);
      String held = "%s is held by another command%s".formatted(first.what(), holder(first));
      if (Instant.now().isAfter(deadline)) {
        throw new Busy(held, "wait until that command has finished");
      }
      if (!reported) {
        progress.detail(held + "; waiting");
        reported = true;
      }
      pause();
    }
  }

  /** Returns whether another process held it at first. */
  public boolean waited() {
    return waited;
  }

  /** Sets the step that waiting commands report. */
  public void at(String step) {
    try {
      holder.at(step).write(file);
    } catch (KataException e) {
      // A full disk will fail the operation itself where it matters.
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

  private static String holder(Lockable what) {
    return Holder.read(what.holder()).map(holder -> " (" + holder.displayName() + ")").orElse("");
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
