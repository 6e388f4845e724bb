package kata.http;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers each connection with a script, and records its requests. */
final class TinyServer implements Closeable {
  /** The server's action for a connection, after it has read the request. */
  interface Script {
    void answer(Peer peer) throws IOException, InterruptedException;
  }

  private final ServerSocketChannel server;
  private final Script script;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  private TinyServer(StandardProtocolFamily family, SocketAddress address, Script script)
      throws IOException {
    this.script = script;
    server = ServerSocketChannel.open(family).bind(address);
    Thread thread = new Thread(this::serve, "tiny-server");
    thread.setDaemon(true);
    thread.start();
  }

  static TinyServer tcp(Script script) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return new TinyServer(StandardProtocolFamily.INET, new InetSocketAddress(loopback, 0), script);
  }

  static TinyServer unix(Path socket, Script script) throws IOException {
    return new TinyServer(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(socket), script);
  }

  static TinyServer saying(String response) throws IOException {
    return tcp(peer -> peer.say(response));
  }

  Endpoint endpoint() throws IOException {
    SocketAddress address = server.getLocalAddress();
    return address instanceof InetSocketAddress inet
        ? new Endpoint.Tcp("127.0.0.1", inet.getPort())
        : new Endpoint.Unix(((UnixDomainSocketAddress) address).getPath());
  }

  /** Returns the received request, head and body. */
  String request() throws InterruptedException {
    return requests.take();
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel channel = server.accept()) {
        requests.add(read(Channels.newInputStream(channel)));
        script.answer(new Peer(channel));
      } catch (IOException e) {
        // The client closed the connection, or the test is over.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static String read(InputStream in) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    StringBuilder text = new StringBuilder();
    int length = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      text.append(line).append('\n');
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
        length = Integer.parseInt(line.substring("content-length: ".length()));
      }
      if (line.isEmpty()) {
        break;
      }
    }
    for (int i = 0; i < length; i++) {
      text.append((char) reader.read());
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** One connection. */
  static final class Peer {
    private final SocketChannel channel;

    Peer(SocketChannel channel) {
      this.channel = channel;
    }

    /** Sends a text; replaces LF with CR LF. */
    void say(String text) throws IOException {
      OutputStream out = Channels.newOutputStream(channel);
      out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the close of this connection a reset. */
    void reset() throws IOException {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    }
  }
}
