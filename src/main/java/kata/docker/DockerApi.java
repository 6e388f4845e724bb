package kata.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.http.Endpoint;
import kata.http.HttpClient;
import kata.http.HttpRequest;
import kata.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The API of the Docker Engine of this host, and what its failures mean. Nothing is built or
 * connected before the first question.
 */
public final class DockerApi {
  /** How long Docker may be silent; a frozen daemon accepts a connection and says nothing. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String host;
  private @Nullable HttpClient http;
  private @Nullable DockerClient client;
  private @Nullable DockerClient patient;

  /** Speaks to the engine at a DOCKER_HOST such as {@code unix:///var/run/docker.sock}. */
  public DockerApi(String host) {
    this.host = host;
  }

  /** Asks, and throws with {@link ExitCode#DOCKER} when Docker is away, silent, or refuses. */
  <T extends @Nullable Object> T ask(String what, Function<DockerClient, T> question) {
    return answer(client(), what, question);
  }

  /** Asks what may take many minutes without a word, such as an install that compiles. */
  <T extends @Nullable Object> T askPatiently(String what, Function<DockerClient, T> question) {
    if (patient == null) {
      patient = client(Duration.ofMinutes(30));
    }
    return answer(patient, what, question);
  }

  /**
   * Asks for JSON as it comes, at a path with its query. docker-java's records of Swarm hold only a
   * part of what Swarm says, and do not take some of it.
   */
  JsonNode json(String what, String path) {
    return json(what, new HttpRequest("GET", path, Map.of("Host", "docker"), new byte[0]));
  }

  /** Sends JSON to a path, and returns the answer. */
  JsonNode post(String what, String path, Map<String, ?> body) {
    Map<String, String> headers = Map.of("Host", "docker", "Content-Type", "application/json");
    return json(
        what,
        new HttpRequest(
            "POST",
            path,
            headers,
            JSON.valueToTree(body).toString().getBytes(StandardCharsets.UTF_8)));
  }

  private JsonNode json(String what, HttpRequest request) {
    try (HttpResponse response = http().send(request, SILENCE)) {
      JsonNode answer = JSON.readTree(response.bytes());
      if (response.status() >= 300) {
        String reason = answer.path("message").asText("status " + response.status());
        String message = "docker could not %s: %s".formatted(what, reason);
        throw response.status() == 409
            ? new Conflict(message)
            : new KataException(ExitCode.DOCKER, message);
      }
      return answer;
    } catch (IOException e) {
      throw unreachable(e, e);
    }
  }

  /** Several threads may ask; see {@link Heartbeat}. */
  private synchronized DockerClient client() {
    if (client == null) {
      client = client(SILENCE);
    }
    return client;
  }

  private synchronized HttpClient http() {
    if (http == null) {
      http = new HttpClient(Endpoint.parse(host), Duration.ofSeconds(5));
    }
    return http;
  }

  private DockerClient client(Duration silence) {
    // No API version: the unversioned paths are understood by every engine from 20.10 to 29.
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerTlsVerify(false)
            .withDockerHost("unix:///var/run/docker.sock")
            .build();
    return DockerClientImpl.getInstance(config, new SocketTransport(http(), silence));
  }

  private <T extends @Nullable Object> T answer(
      DockerClient asked, String what, Function<DockerClient, T> question) {
    try {
      return question.apply(asked);
    } catch (KataException e) {
      throw e; // interrupted
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null && !(cause instanceof IOException)) {
        cause = cause.getCause();
      }
      if (cause instanceof IOException) {
        throw unreachable(cause, e);
      }
      String reason = String.valueOf(e.getMessage()).strip();
      throw new KataException(
          ExitCode.DOCKER, "docker could not %s: %s".formatted(what, reason), "", e);
    }
  }

  private KataException unreachable(Throwable cause, Exception whole) {
    return new KataException(
        ExitCode.DOCKER,
        "cannot reach docker at %s: %s".formatted(host, cause.getMessage()),
        "is the daemon running, and is this user in the docker group?",
        whole);
  }
}
