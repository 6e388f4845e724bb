package kata.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.http.Endpoint;
import kata.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The API of the Docker Engine of this host, and what its failures mean. Nothing is built or
 * connected before the first question.
 */
public final class DockerApi {
  /** How long Docker may be silent; a frozen daemon accepts a connection and says nothing. */
  static final Duration SILENCE = Duration.ofSeconds(30);

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
    if (client == null) {
      client = client(SILENCE);
    }
    return answer(client, what, question);
  }

  /** Asks what may take many minutes without a word, such as an install that compiles. */
  <T extends @Nullable Object> T askPatiently(String what, Function<DockerClient, T> question) {
    if (patient == null) {
      patient = client(Duration.ofMinutes(30));
    }
    return answer(patient, what, question);
  }

  private DockerClient client(Duration silence) {
    if (http == null) {
      http = new HttpClient(Endpoint.parse(host), Duration.ofSeconds(5));
    }
    // No API version: the unversioned paths are understood by every engine from 20.10 to 29.
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerTlsVerify(false)
            .withDockerHost("unix:///var/run/docker.sock")
            .build();
    return DockerClientImpl.getInstance(config, new SocketTransport(http, silence));
  }

  private <T extends @Nullable Object> T answer(
      DockerClient asked, String what, Function<DockerClient, T> question) {
    try {
      return question.apply(asked);
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null && !(cause instanceof IOException)) {
        cause = cause.getCause();
      }
      if (cause instanceof IOException) {
        throw new KataException(
            ExitCode.DOCKER,
            "cannot reach docker at %s: %s".formatted(host, cause.getMessage()),
            "is the daemon running, and is this user in the docker group?",
            e);
      }
      String reason = String.valueOf(e.getMessage()).strip();
      throw new KataException(
          ExitCode.DOCKER, "docker could not %s: %s".formatted(what, reason), "", e);
    }
  }
}
