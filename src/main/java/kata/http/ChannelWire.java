package kata.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A plain connection, over TCP or a unix socket. */
final class ChannelWire extends Wire {
  private final SocketChannel channel;
  private final Selector selector;

  private ChannelWire(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /** Connects to the first address of a host that answers. */
  static ChannelWire connect(Endpoint endpoint, Duration limit) throws ConnectFailed {
    return Addresses.first(endpoint, address -> connect(address, limit));
  }

  private static ChannelWire connect(SocketAddress address, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      ChannelWire wire = open(address);
      wire.allow(limit);
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

  /** Loads the classes for a connection over a unix socket. */
  static void prepare() throws IOException {
    SocketAddress unnamed = UnixDomainSocketAddress.of("");
    open(unnamed).close();
  }

  private void finish(boolean connected) throws IOException {
    boolean done = connected;
    while (!done) {
      await(SelectionKey.OP_CONNECT);
      done = channel.finishConnect();
    }
  }

  /**
   * Returns whether a unix socket's queue is full: it fails with EAGAIN, which no selector can wait
   * for.
   */
  private static boolean busy(Exception e) {
    return e instanceof SocketException
        && "Resource temporarily unavailable".equals(e.getMessage());
  }

  private static ChannelWire open(SocketAddress address) throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      channel.configureBlocking(false);
      return new ChannelWire(channel, Selector.open());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
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

  @Override
  int receive(ByteBuffer target) throws IOException {
    int n = channel.read(target);
    while (n == 0) {
      await(SelectionKey.OP_READ);
      n = channel.read(target);
    }
    return n;
  }

  private void await(int operation) throws IOException {
    channel.register(selector, operation);
    while (true) {
      selector.select(left());
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

  @Override
  public void close() {
    try (selector;
        channel) {
      // Closes both, the channel first: a selector closed first would leave its key half cancelled.
    } catch (IOException ignored) {
      // The connection is not used any more.
    }
  }
}
