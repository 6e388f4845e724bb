package kata.docker.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A Docker API that gives a test's answers, and 404 for anything else. */
final class FakeDocker implements AutoCloseable {
  private static final int SILENT = 0;
  private static final byte[] NONE =
      "{\"message\":\"No such thing\"}\n".getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private final CountDownLatch closed = new CountDownLatch(1);

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(int status, byte[] body, int length) {}

  FakeDocker() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(
        task -> {
          Thread thread = new Thread(task, "fake-docker");
          thread.setDaemon(true);
          thread.start();
        });
    server.start();
  }

  DockerApi api() {
    return new DockerApi("tcp://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers a method and a path, without its query, with a status and a body. */
  void answers(String question, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    answers.put(question, new Answer(status, bytes, bytes.length));
  }

  /** Answers with fewer bytes than announced, then stays silent or closes the connection. */
  void answersInPart(String question, byte[] bytes, boolean goesAway) {
    answers.put(question, new Answer(goesAway ? 200 : SILENT, bytes, bytes.length + 1));
  }

  /** Answers with bytes. */
  void answers(String question, byte[] bytes) {
    answers.put(question, new Answer(200, bytes, bytes.length));
  }

  /** Returns the requests: method, path and query as sent, then the body if any. */
  List<String> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add((method + " " + exchange.getRequestURI() + " " + body).strip());
    Answer answer =
        answers.getOrDefault(
            method + " " + exchange.getRequestURI().getPath(), new Answer(404, NONE, NONE.length));
    boolean silent = answer.status() == SILENT;
    exchange.sendResponseHeaders(
        silent ? 200 : answer.status(), answer.length() == 0 ? -1 : answer.length());
    exchange.getResponseBody().write(answer.body());
    exchange.getResponseBody().flush();
    if (silent) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
