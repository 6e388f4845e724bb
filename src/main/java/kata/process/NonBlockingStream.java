package kata.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * Hands bytes on to a reader who may be slow, stuck or gone, so that the program goes on whatever
 * the reader does. All bytes come in order, and none is lost to a reader who goes on reading:
 *
 * <ul>
 *   <li>A write waits for the reader, a tenth of a second at most, so that what is written to other
 *       streams afterwards comes afterwards. Once a reader is behind, writes do not wait at all
 *       until the reader has caught up.
 *   <li>What a slow reader has not taken yet is kept, up to 8 MiB. When that is full a write waits
 *       for room.
 *   <li>All these waits together take 30 seconds at most: no program runs at the pace of its reader
 *       for longer. Then writes do not wait, and a reader 8 MiB behind is given up.
 *   <li>Closing waits for as long as the reader goes on reading.
 * </ul>
 *
 * <p>A reader who then takes nothing for {@link #PATIENCE} is given up, and so is a stream that
 * fails: what is left and all that comes later is dropped. A gap would be worse than an end, as the
 * bytes may be those of a protocol.
 */
public final class NonBlockingStream extends OutputStream {
  private static final int KEPT_BYTES = 8 * 1024 * 1024;
  private static final long IN_STEP = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long IN_ALL = TimeUnit.SECONDS.toNanos(30);

  /** How long a reader may take nothing while there is no more room, or at the end. */
  static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

  /** A pipe that was full has room again page by page: a larger write would hide that. */
  private static final int PAGE = 4096;

  private final OutputStream out;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private int unread;
  private long lastTaken;
  private long waited;
  private boolean behind;
  private boolean givenUp;
  private boolean started;

  /** Hands bytes on to a stream, which is never closed. */
  public NonBlockingStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (unread > 0 && unread + length > KEPT_BYTES) {
      keepPace(KEPT_BYTES - length, IN_ALL);
      givenUp |= unread > 0 && unread + length > KEPT_BYTES;
    }
    if (givenUp || length == 0) {
      return;
    }
    if (unread == 0) {
      lastTaken = System.nanoTime();
      behind = false;
    }
    waiting.write(bytes, offset, length);
    unread += length;
    start();
    notifyAll();
    if (!behind) {
      keepPace(0, IN_STEP);
      behind = unread > 0;
    }
  }

  private void keepPace(int most, long limit) {
    long begin = System.nanoTime();
    await(most, Math.min(limit, IN_ALL - waited));
    waited += System.nanoTime() - begin;
  }

  /** Does nothing: a write does not hold anything back. */
  @Override
  public void flush() {}

  /** Waits until the reader has all, or is given up. */
  @Override
  public synchronized void close() {
    await(0, Long.MAX_VALUE);
    givenUp = true;
    notifyAll();
  }

  /** Waits until no more than so many bytes are unread, the reader is given up, or time is up. */
  private void await(int most, long limit) {
    long begin = System.nanoTime();
    try {
      while (!givenUp && unread > Math.max(most, 0)) {
        long now = System.nanoTime();
        long stood = Math.min(now - lastTaken, now - begin);
        long left = Math.min(limit - (now - begin), PATIENCE - stood);
        if (left <= 0) {
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start() {
    if (!started) {
      started = true;
      Thread thread = new Thread(this::handOn, "output");
      thread.setDaemon(true); // it may be in a write that never returns
      thread.start();
    }
  }

  private void handOn() {
    try {
      for (byte[] bytes = next(); bytes.length > 0; bytes = next()) {
        for (int at = 0; at < bytes.length; at += PAGE) {
          int length = Math.min(PAGE, bytes.length - at);
          out.write(bytes, at, length);
          out.flush();
          taken(length);
        }
      }
    } catch (IOException e) {
      giveUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp();
    }
  }

  /** Returns what is waiting, as soon as something is; nothing when the stream has ended. */
  private synchronized byte[] next() throws InterruptedException {
    while (waiting.size() == 0 && !givenUp) {
      wait();
    }
    byte[] bytes = givenUp ? new byte[0] : waiting.toByteArray();
    waiting.reset();
    return bytes;
  }

  private synchronized void taken(int length) {
    unread -= length;
    lastTaken = System.nanoTime();
    notifyAll();
  }

  private synchronized void giveUp() {
    givenUp = true;
    notifyAll();
  }
}
