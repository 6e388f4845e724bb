package kata.docker.engine;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import kata.error.EngineFailed;
import kata.error.EngineUnavailable;
import kata.error.Interrupted;
import kata.error.KataException;
import kata.http.Endpoint;
import kata.http.HttpClient;
import kata.http.HttpRequest;
import kata.http.HttpResponse;
import kata.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Calls the API of this host's Docker Engine, in plain JSON, and turns its errors into exceptions.
 * Connects at the first call. The paths have no version, so that every engine from 20.10 to 29
 * accepts them.
 */
public final class DockerApi {
  /** How long Docker may send nothing; a frozen daemon accepts a connection and never answers. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private static final int NOT_MODIFIED = 304;

  private final String host;
  private @Nullable HttpClient http;

  /** Connects to the engine at a DOCKER_HOST such as {@code unix:///var/run/docker.sock}. */
  public DockerApi(String host) {
    this.host = host;
  }

  /**
   * Loads the classes for the first call in the background: loading takes ten times as long as the
   * call.
   */
  public static void prepare() {
    inBackground(HttpClient::prepare);
    inBackground(() -> Json.read("0"));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void inBackground(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | RuntimeException e) {
                // The call itself fails the same way and reports it.
              }
            },
            "prepare");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Sends a GET. Throws {@link EngineUnavailable} when Docker does not answer, {@link EngineFailed}
   * when it rejects the request, and {@link NotFoundException} when the object does not exist.
   *
   * @param what the action for messages, as in "docker could not list containers"
   */
  public JsonNode get(String what, String path) {
    JsonNode answer = send(what, "GET", path, MissingNode.getInstance());
    if (answer.isMissingNode()) {
      throw refusal(what, 200, "it did not answer with JSON"); // an empty result would be wrong
    }
    return answer;
  }

  /** Sends a POST without a body. Succeeds when the object is already in that state. */
  public JsonNode post(String what, String path) {
    return send(what, "POST", path, MissingNode.getInstance());
  }

  /**
   * Sends JSON to a path, and returns the answer. Throws {@link NameInUseException} when a name is
   * already in use.
   */
  public JsonNode post(String what, String path, JsonNode body) {
    return send(what, "POST", path, body);
  }

  /** Removes the object at a path. Succeeds when it is already gone. */
  public void delete(String what, String path) {
    ifFound(() -> send(what, "DELETE", path, MissingNode.getInstance()));
  }

  /** Returns the result of a call, or empty when the object does not exist, or no longer does. */
  static <T> Optional<T> ifFound(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** Builds a path from names and ids, and encodes them. */
  public static String path(String... names) {
    StringBuilder path = new StringBuilder();
    for (String name : names) {
      path.append('/').append(encoded(name));
    }
    return path.toString();
  }

  /** Encodes a name as a part of a path or of a query. */
  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Returns the query that selects objects with a label. */
  public static String labelled(String label, String value) {
    JsonNode filters = Json.object().set("label", Json.array(List.of(label + "=" + value)));
    return "filters=" + encoded(Json.text(filters));
  }

  /** Returns the client for {@link DockerStreams}; safe to call from several threads. */
  synchronized HttpClient http() {
    if (http == null) {
      try {
        http = new HttpClient(Endpoint.parse(host), Duration.ofSeconds(5));
      } catch (IllegalArgumentException e) {
        throw unreachable(e, e);
      }
    }
    return http;
  }

  /** Makes the exception for a Docker that does not answer, or for an interrupted call. */
  KataException unreachable(Throwable cause, Exception whole) {
    if (Thread.currentThread().isInterrupted()) {
      return new Interrupted("interrupted", "", whole);
    }
    return new EngineUnavailable(
        "cannot reach docker at %s: %s".formatted(host, cause.getMessage()),
        "check that the daemon is running and that this user is in the docker group",
        whole);
  }

  private JsonNode send(String what, String method, String path, JsonNode content) {
    boolean empty = content.isMissingNode();
    Map<String, String> headers =
        empty
            ? Map.of("Host", "docker")
            : Map.of("Host", "docker", "Content-Type", "application/json");
    byte[] body = empty ? new byte[0] : Json.bytes(content);
    HttpRequest request = new HttpRequest(method, path, headers, body);
    try (HttpResponse response = http().send(request, SILENCE)) {
      JsonNode answer = json(response.bytes());
      int status = response.status();
      if (status >= 300 && status != NOT_MODIFIED) {
        String reason = answer.path("message").asText("").strip();
        throw refusal(what, status, reason.isEmpty() ? "status " + status : reason);
      }
      return answer;
    } catch (IOException e) {
      throw unreachable(e, e);
    }
  }

  /** Returns a missing node for an empty or plain-text answer. */
  private static JsonNode json(byte[] body) throws IOException {
    try {
      return Json.read(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  private static KataException refusal(String what, int status, String reason) {
    String message = "docker could not %s: %s".formatted(what, reason);
    return switch (status) {
      case 404 -> new NotFoundException(message);
      case 409 -> new NameInUseException(message);
      default -> new EngineFailed(message);
    };
  }
}
