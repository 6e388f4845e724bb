package kata.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A connection with a time limit for each step. Not thread-safe. */
abstract class Wire implements Closeable {
  private final ByteBuffer read = ByteBuffer.allocate(16 * 1024).flip();
  private long deadline;

  /** Sets the time limit for all following steps. */
  final void allow(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
  }

  /** Returns the remaining milliseconds, at least one; throws when the time is over. */
  final long left() throws SocketTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return left;
  }

  /** Sends all bytes; the time limit restarts whenever the peer accepts some. */
  abstract void write(ByteBuffer bytes, Duration silence) throws IOException;

  /** Receives at least one byte, or returns -1 at the end. */
  abstract int receive(ByteBuffer target) throws IOException;

  @Override
  public abstract void close();

  /** Reads at least one byte, or returns -1 at the end. */
  final int read(byte[] target, int offset, int length) throws IOException {
    if (!read.hasRemaining() && !fill()) {
      return -1;
    }
    int n = Math.min(length, read.remaining());
    read.get(target, offset, n);
    return n;
  }

  /** Reads a line without its line break. */
  final String line(HeaderBudget budget) throws IOException {
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
