package kata.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A unix socket whose connection queue is full and that nothing serves. */
final class Backlog implements Closeable {
  private final Path path;
  private final ServerSocketChannel server;
  private final List<SocketChannel> waiting = new ArrayList<>();

  Backlog(Path path) throws IOException {
    this.path = path;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path), 1);
    boolean room = true;
    while (room) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      waiting.add(channel);
      channel.configureBlocking(false);
      try {
        channel.connect(UnixDomainSocketAddress.of(path));
      } catch (SocketException e) {
        room = false;
      }
    }
  }

  Endpoint endpoint() {
    return new Endpoint.Unix(path);
  }

  /** Accepts one connection, and does not read from it. */
  void acceptOne() throws IOException {
    waiting.add(server.accept());
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : waiting) {
      channel.close();
    }
    server.close();
  }
}
