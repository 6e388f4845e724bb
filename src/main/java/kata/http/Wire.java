package kata.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A connection on which no step outlasts the time allowed for it. Not for two threads. */
final class Wire implements Closeable {
  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer read = ByteBuffer.allocate(16 * 1024).flip();
  private long deadline;

  private Wire(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /** Connects, to the first address of a host that answers. */
  static Wire connect(Endpoint endpoint, Duration limit) throws ConnectFailed {
    try {
      IOException last = new IOException("no address");
      for (SocketAddress address : addresses(endpoint)) {
        try {
          return connect(address, limit);
        } catch (InterruptedIOException e) {
          if (!(e instanceof SocketTimeoutException)) {
            throw e;
          }
          last = e;
        } catch (IOException e) {
          last = e;
        }
      }
      throw last;
    } catch (IOException e) {
      throw new ConnectFailed(reason(e), e);
    } catch (IllegalArgumentException e) { // a socket's path may have 107 bytes at most
      throw new ConnectFailed(String.valueOf(e.getMessage()));
    }
  }

  private static List<SocketAddress> addresses(Endpoint endpoint) throws IOException {
    if (endpoint instanceof Endpoint.Unix unix) {
      return List.of(UnixDomainSocketAddress.of(unix.path()));
    }
    Endpoint.Tcp tcp = (Endpoint.Tcp) endpoint;
    List<SocketAddress> addresses = new ArrayList<>();
    for (InetAddress address : InetAddress.getAllByName(tcp.host())) {
      addresses.add(new InetSocketAddress(address, tcp.port()));
    }
    return addresses;
  }

  private static Wire connect(SocketAddress address, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Wire wire = open(address);
      wire.deadline = end;
      try {
        wire.finish(wire.channel.connect(address));
        return wire;
      } catch (IOException | RuntimeException e) {
        wire.close();
        if (!busy(e) || System.nanoTime() - end > 0) {
          throw e;
        }
        pause();
      }
    }
  }

  private void finish(boolean connected) throws IOException {
    boolean done = connected;
    while (!done) {
      await(SelectionKey.OP_CONNECT);
      done = channel.finishConnect();
    }
  }

  /** A unix socket whose queue is full says EAGAIN, which no selector can wait for. */
  private static boolean busy(Exception e) {
    return e instanceof SocketException
        && "Resource temporarily unavailable".equals(e.getMessage());
  }

  private static Wire open(SocketAddress address) throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      channel.configureBlocking(false);
      return new Wire(channel, Selector.open());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Gives what follows so much time in all. */
  void allow(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
  }

  /** Sends all bytes; the time allowed begins anew whenever the peer takes some. */
  void write(ByteBuffer bytes, Duration silence) throws IOException {
    allow(silence);
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) > 0) {
        allow(silence);
      } else {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  /** Reads what is there, at least a byte, or returns -1 at the end. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (!read.hasRemaining() && !fill()) {
      return -1;
    }
    int n = Math.min(length, read.remaining());
    read.get(target, offset, n);
    return n;
  }

  /** Reads a line without its end. */
  String line(Headers.Budget budget) throws IOException {
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
      int n = channel.read(read);
      while (n == 0) {
        await(SelectionKey.OP_READ);
        n = channel.read(read);
      }
      return n > 0;
    } finally {
      read.flip();
    }
  }

  private void await(int operation) throws IOException {
    channel.register(selector, operation);
    while (true) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("no answer in time");
      }
      selector.select(left);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      if (!selector.selectedKeys().isEmpty()) {
        selector.selectedKeys().clear();
        return;
      }
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return switch (e.getClass().getSimpleName()) {
      case "UnknownHostException" -> "unknown host";
      case "SocketTimeoutException" -> "no answer in time";
      default -> message == null ? e.getClass().getSimpleName() : message;
    };
  }

  @Override
  public void close() {
    try (selector;
        channel) {
      // Both are closed, the channel first: a closed selector would leave its key half cancelled.
    } catch (IOException ignored) {
      // Nothing more is expected from this connection.
    }
  }
}
