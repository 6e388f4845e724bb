package kata.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A connection on which no step outlasts the time allowed for it. Not for two threads. */
abstract class Wire implements Closeable {
  private final ByteBuffer read = ByteBuffer.allocate(16 * 1024).flip();
  private long deadline;

  /** Gives what follows so much time in all. */
  final void allow(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
  }

  /** Returns the milliseconds left, at least one; throws when there are none. */
  final long left() throws SocketTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return left;
  }

  /** Sends all bytes; the time allowed begins anew whenever the peer takes some. */
  abstract void write(ByteBuffer bytes, Duration silence) throws IOException;

  /** Takes what came, at least a byte, or returns -1 at the end. */
  abstract int receive(ByteBuffer target) throws IOException;

  @Override
  public abstract void close();

  /** Reads what is there, at least a byte, or returns -1 at the end. */
  final int read(byte[] target, int offset, int length) throws IOException {
    if (!read.hasRemaining() && !fill()) {
      return -1;
    }
    int n = Math.min(length, read.remaining());
    read.get(target, offset, n);
    return n;
  }

  /** Reads a line without its end. */
  final String line(Headers.Budget budget) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (!read.hasRemaining() && !fill()) {
        throw new EOFException("the connection ended before the response was whole");
      }
      budget.spend();
      char one = (char) (read.get() & 0xff);
      if (one == '\n') {
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
      }
      line.append(one);
    }
  }

  private boolean fill() throws IOException {
    read.clear();
    try {
      return receive(read) > 0;
    } finally {
      read.flip();
    }
  }
}
