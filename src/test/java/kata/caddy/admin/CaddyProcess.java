package kata.caddy.admin;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import kata.error.KataException;
import kata.http.Endpoint;
import kata.http.HttpClient;
import kata.http.HttpRequest;
import kata.http.HttpResponse;

/** Runs a real Caddy with its own folders and admin address. */
public final class CaddyProcess implements Closeable {
  /** The Caddy program to test; by default the installed one. */
  public static final String PROGRAM = System.getProperty("kata.caddy", "caddy");

  private static final AtomicInteger PORTS = new AtomicInteger(20_000);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Path log;
  private final String admin;
  private final Process process;

  /** Starts Caddy with an admin address and a configuration, or with none when it is empty. */
  public CaddyProcess(Path dir, String admin, String config)
      throws IOException, InterruptedException {
    this.admin = admin;
    log = dir.resolve("caddy.log");
    Path file = Files.writeString(dir.resolve("caddy.json"), config);
    ProcessBuilder builder =
        config.isEmpty()
            ? new ProcessBuilder(PROGRAM, "run")
            : new ProcessBuilder(PROGRAM, "run", "--config", file.toString());
    builder.environment().put("XDG_CONFIG_HOME", dir.toString());
    builder.environment().put("XDG_DATA_HOME", dir.toString());
    builder.environment().put("HOME", dir.toString());
    builder.directory(dir.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    process = builder.start();
    await();
  }

  /** Returns the configuration of a Caddy that issues all certificates itself. */
  public static String withOwnCertificates(String admin, int http, int https) {
    return """
        {"admin": {"listen": "%s"}, "apps": {
          "http": {"http_port": %d, "https_port": %d},
          "pki": {"certificate_authorities": {"local": {"install_trust": false}}},
          "tls": {"automation": {"policies": [{"issuers": [{"module": "internal"}]}]}}}}
        """
        .formatted(admin, http, https);
  }

  static CaddyProcess onPort(Path dir) throws IOException, InterruptedException {
    String admin = "localhost:" + freePort();
    return new CaddyProcess(dir, admin, "{\"admin\":{\"listen\":\"" + admin + "\"}}");
  }

  /**
   * Returns a port that nobody has: each time another one, and none that Linux gives to those who
   * connect. So no test that runs beside takes it before it is used.
   */
  static int freePort() {
    int port = PORTS.incrementAndGet();
    while (!isFree(port)) {
      port = PORTS.incrementAndGet();
    }
    return port;
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  CaddyAdmin admin() {
    return CaddyAdmin.at(admin, log.resolveSibling("routes.json"), servers -> Optional.empty());
  }

  /** Returns its admin address. */
  public String address() {
    return admin;
  }

  /** Calls the admin API as another program would, and returns the body. */
  public String call(String method, String path, String body) throws IOException {
    HttpRequest request =
        new HttpRequest(
            method,
            path,
            Map.of("Content-Type", "application/json"),
            body.getBytes(StandardCharsets.UTF_8));
    return send(Endpoint.parse(admin), request);
  }

  /** Sends a visitor's request for a host. */
  public static String visit(int port, String host, String path) throws IOException {
    Map<String, String> headers = Map.of("Host", host);
    return send(
        new Endpoint.Tcp("localhost", port), new HttpRequest("GET", path, headers, new byte[0]));
  }

  /** Sends a visitor's request. */
  static String visit(int port, String path) throws IOException {
    return send(new Endpoint.Tcp("localhost", port), HttpRequest.get(path));
  }

  /** Returns the number of change requests so far. */
  public long writes() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("\"received request\""))
          .filter(line -> !line.contains("\"method\":\"GET\""))
          .count();
    }
  }

  private static String send(Endpoint endpoint, HttpRequest request) throws IOException {
    try (HttpResponse response = new HttpClient(endpoint, LIMIT).send(request, LIMIT)) {
      String body = new String(response.bytes(), StandardCharsets.UTF_8);
      return response.status() == 200 ? body : response.status() + " " + body;
    }
  }

  private void await() throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      try {
        admin().server("none");
        return;
      } catch (KataException e) {
        Thread.sleep(50);
      }
    }
    close();
    throw new IOException("Caddy does not start: " + Files.readString(log));
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
