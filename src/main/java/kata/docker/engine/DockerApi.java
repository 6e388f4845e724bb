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
 * The API of the Docker Engine of this host, in JSON as it comes, and what its failures mean.
 * Nothing is connected before the first question. The paths have no version: so every engine from
 * 20.10 to 29 understands them.
 */
public final class DockerApi {
  /** How long Docker may be silent; a frozen daemon accepts a connection and says nothing. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private static final int NOT_MODIFIED = 304;

  private final String host;
  private @Nullable HttpClient http;

  /** Speaks to the engine at a DOCKER_HOST such as {@code unix:///var/run/docker.sock}. */
  public DockerApi(String host) {
    this.host = host;
  }

  /**
   * Has Java load what a first question and its answer need, beside what else is done: that takes
   * ten times as long as the question.
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
                // The question itself meets it again, and tells of it.
              }
            },
            "prepare");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Asks, and throws with {@link EngineUnavailable} or {@link EngineFailed} when Docker is away,
   * silent, or refuses; {@link NotFoundException} when there is no such thing.
   *
   * @param what is asked, as in "docker could not list containers"
   */
  public JsonNode get(String what, String path) {
    JsonNode answer = send(what, "GET", path, MissingNode.getInstance());
    if (answer.isMissingNode()) {
      throw refusal(what, 200, "its answer is no JSON"); // nothing there would be the wrong answer
    }
    return answer;
  }

  /** Has Docker do what a path says. What is so already is done. */
  public JsonNode post(String what, String path) {
    return send(what, "POST", path, MissingNode.getInstance());
  }

  /**
   * Sends JSON to a path, and returns the answer. Throws {@link NameInUseException} when a name is
   * taken.
   */
  public JsonNode post(String what, String path, JsonNode body) {
    return send(what, "POST", path, body);
  }

  /** Removes what is at a path. What is gone already is fine. */
  public void delete(String what, String path) {
    unlessAbsent(() -> send(what, "DELETE", path, MissingNode.getInstance()));
  }

  /** Returns what a question found, or nothing when Docker has no such thing, or not any more. */
  static <T> Optional<T> unlessAbsent(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** Puts a path together of names and ids, whatever letters they have. */
  public static String path(String... names) {
    StringBuilder path = new StringBuilder();
    for (String name : names) {
      path.append('/').append(encoded(name));
    }
    return path.toString();
  }

  /** Writes a name as a part of a path or of a query. */
  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Returns the part of a query that leaves only what has a label. */
  public static String labelled(String label, String value) {
    JsonNode filters = Json.object().set("label", Json.array(List.of(label + "=" + value)));
    return "filters=" + encoded(Json.text(filters));
  }

  /**
   * Returns the client that {@link DockerStreams} follows streams with; several threads may ask.
   */
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

  /** Makes the failure of a Docker that does not answer, or of a question that was interrupted. */
  KataException unreachable(Throwable cause, Exception whole) {
    if (Thread.currentThread().isInterrupted()) {
      return new Interrupted("interrupted", "", whole);
    }
    return new EngineUnavailable(
        "cannot reach docker at %s: %s".formatted(host, cause.getMessage()),
        "is the daemon running, and is this user in the docker group?",
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

  /** Docker also answers with nothing, or in plain text. */
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
