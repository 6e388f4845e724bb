package kata.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * Passes bytes to a reader that may be slow, stuck or gone, without blocking the program. Bytes
 * arrive in order, and a reader that keeps reading loses none:
 *
 * <ul>
 *   <li>A write waits at most a tenth of a second for the reader, to keep the order with later
 *       writes to other streams. Once a reader is behind, writes do not wait until it has caught
 *       up.
 *   <li>Up to 8 MiB are buffered for a slow reader. When the buffer is full, a write waits for
 *       space.
 *   <li>All these waits together take 30 seconds at most, so that a reader cannot slow the program
 *       for longer. After that writes do not wait, and a reader 8 MiB behind is dropped.
 *   <li>Closing waits as long as the reader keeps reading.
 * </ul>
 *
 * <p>A reader that reads nothing for {@link #STALL_LIMIT} is dropped, as is a stream that fails:
 * all remaining and later bytes are discarded. The bytes may belong to a protocol, where a gap
 * would be worse than an end.
 */
public final class NonBlockingStream extends OutputStream {
  private static final int BUFFER_BYTES = 8 * 1024 * 1024;
  private static final long WRITE_WAIT = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long TOTAL_WAIT = TimeUnit.SECONDS.toNanos(30);

  /** How long a reader may read nothing while the buffer is full, or at the end. */
  static final long STALL_LIMIT = TimeUnit.SECONDS.toNanos(3);

  /**
   * The write size. A full pipe frees space page by page; a larger write would hide that progress.
   */
  private static final int PAGE = 4096;

  private final OutputStream out;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private int unread;
  private long lastTaken;
  private long waited;
  private boolean behind;
  private boolean dropped;
  private boolean started;

  /** Passes bytes to a stream, which is never closed. */
  public NonBlockingStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (unread > 0 && unread + length > BUFFER_BYTES) {
      waitForReader(BUFFER_BYTES - length, TOTAL_WAIT);
      dropped |= unread > 0 && unread + length > BUFFER_BYTES;
    }
    if (dropped || length == 0) {
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
      waitForReader(0, WRITE_WAIT);
      behind = unread > 0;
    }
  }

  private void waitForReader(int most, long limit) {
    long begin = System.nanoTime();
    await(most, Math.min(limit, TOTAL_WAIT - waited));
    waited += System.nanoTime() - begin;
  }

  /** Does nothing: a write buffers nothing that needs a flush. */
  @Override
  public void flush() {}

  /** Waits until the reader has read everything, or is dropped. */
  @Override
  public synchronized void close() {
    await(0, Long.MAX_VALUE);
    dropped = true;
    notifyAll();
  }

  /** Waits until at most so many bytes are unread, the reader is dropped, or the limit is over. */
  private void await(int most, long limit) {
    long begin = System.nanoTime();
    try {
      while (!dropped && unread > Math.max(most, 0)) {
        long now = System.nanoTime();
        long stood = Math.min(now - lastTaken, now - begin);
        long left = Math.min(limit - (now - begin), STALL_LIMIT - stood);
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
      Thread thread = new Thread(this::passOn, "output");
      thread.setDaemon(true); // it may hang in a write
      thread.start();
    }
  }

  private void passOn() {
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
      drop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      drop();
    }
  }

  /** Waits for buffered bytes and returns them; returns none when the stream has ended. */
  private synchronized byte[] next() throws InterruptedException {
    while (waiting.size() == 0 && !dropped) {
      wait();
    }
    byte[] bytes = dropped ? new byte[0] : waiting.toByteArray();
    waiting.reset();
    return bytes;
  }

  private synchronized void taken(int length) {
    unread -= length;
    lastTaken = System.nanoTime();
    notifyAll();
  }

  private synchronized void drop() {
    dropped = true;
    notifyAll();
  }
}
