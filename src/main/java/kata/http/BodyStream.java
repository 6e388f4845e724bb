package kata.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.Duration;

/** The body of a response, as it arrives. Its end, like its close, closes the connection. */
final class BodyStream extends InputStream {
  private enum Framing {
    LENGTH,
    CHUNKED,
    CLOSE
  }

  private final Wire wire;
  private final Duration silence;
  private final Framing framing;

  /** The remaining bytes of the body or of the current chunk; unlimited when unknown. */
  private long left;

  private boolean firstChunk = true;
  private boolean ended;
  private boolean closed;
  private Headers trailers = Headers.NONE;

  private BodyStream(Framing framing, long left, Wire wire, Duration silence) {
    this.framing = framing;
    this.left = left;
    this.wire = wire;
    this.silence = silence;
  }

  static BodyStream ofLength(long length, Wire wire, Duration silence) {
    return new BodyStream(Framing.LENGTH, length, wire, silence);
  }

  static BodyStream ofChunks(Wire wire, Duration silence) {
    return new BodyStream(Framing.CHUNKED, 0, wire, silence);
  }

  static BodyStream toClose(Wire wire, Duration silence) {
    return new BodyStream(Framing.CLOSE, Long.MAX_VALUE, wire, silence);
  }

  /** Returns the trailers; empty before the end. */
  Headers trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the response is closed");
    }
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    wire.allow(silence);
    if (left == 0 && !nextChunk()) {
      end();
      return -1;
    }
    int n = wire.read(target, offset, (int) Math.min(length, left));
    if (n < 0 && framing != Framing.CLOSE) {
      throw new EOFException("the connection ended in the middle of the response");
    }
    if (n < 0) {
      end();
    } else if (framing != Framing.CLOSE) {
      left -= n;
    }
    return n;
  }

  /** Moves to the next chunk; after the last one, reads the trailers and returns false. */
  private boolean nextChunk() throws IOException {
    if (framing != Framing.CHUNKED) {
      return false;
    }
    HeaderBudget budget = new HeaderBudget();
    if (!firstChunk && !wire.line(budget).isEmpty()) {
      throw new ProtocolException("a chunk is longer than its size");
    }
    firstChunk = false;
    String line = wire.line(budget);
    int semicolon = line.indexOf(';');
    String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
    if (!size.matches("[0-9a-fA-F]{1,15}")) {
      throw new ProtocolException("a chunk has no size");
    }
    left = Long.parseLong(size, 16);
    if (left == 0) {
      trailers = Headers.read(wire, budget);
    }
    return left > 0;
  }

  private void end() {
    ended = true;
    wire.close();
  }

  @Override
  public void close() {
    closed = true;
    wire.close();
  }
}
