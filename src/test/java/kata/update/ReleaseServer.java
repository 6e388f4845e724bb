package kata.update;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server with a folder {@code /releases/}; answers 404 for anything else. */
final class ReleaseServer implements Closeable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, HttpHandler> files = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  ReleaseServer() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:%d/releases".formatted(server.getAddress().getPort());
  }

  /** Publishes a program with its checksum. */
  ReleaseServer publish(byte[] program) {
    return put("/releases/kata", program).put("/releases/kata.sha256", line(program));
  }

  ReleaseServer publish(String program) {
    return publish(program.getBytes(StandardCharsets.UTF_8));
  }

  ReleaseServer put(String path, String text) {
    return put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  ReleaseServer put(String path, byte[] bytes) {
    return put(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
        });
  }

  ReleaseServer put(String path, HttpHandler handler) {
    files.put(path, handler);
    return this;
  }

  ReleaseServer redirect(String path, String location) {
    return put(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Location", location);
          exchange.sendResponseHeaders(302, -1);
        });
  }

  /** Returns the requested paths. */
  List<String> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(path);
    try (exchange) {
      files.getOrDefault(path, other -> other.sendResponseHeaders(404, -1)).handle(exchange);
    }
  }

  /** Announces more bytes than it sends, then closes the connection, or keeps it open. */
  static HttpHandler part(byte[] bytes, boolean end) {
    return exchange -> {
      exchange.sendResponseHeaders(200, bytes.length * 2L);
      OutputStream body = exchange.getResponseBody();
      body.write(bytes);
      body.flush();
      if (!end) {
        sleep(60_000);
      }
    };
  }

  /** Sends one megabyte after another, each in the given time. */
  static HttpHandler slowly(byte[] bytes, int millisPerMegabyte) {
    return exchange -> {
      exchange.sendResponseHeaders(200, bytes.length);
      OutputStream body = exchange.getResponseBody();
      for (int sent = 0; sent < bytes.length; sent += 1_000_000) {
        sleep(millisPerMegabyte);
        body.write(bytes, sent, Math.min(1_000_000, bytes.length - sent));
        body.flush();
      }
    };
  }

  static String line(byte[] program) {
    return sha256(program) + "  kata\n";
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static void sleep(int millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
