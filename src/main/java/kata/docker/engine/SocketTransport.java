package kata.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kata.http.HttpClient;
import kata.http.HttpRequest;
import kata.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Connects docker-java to kata's HTTP client: docker-java's own transports are 3 MB and start
 * slowly.
 */
final class SocketTransport implements DockerHttpClient {
  private final HttpClient http;
  private final Duration silence;

  /** Uses a client; fails when Docker sends nothing for longer than the limit. */
  SocketTransport(HttpClient http, Duration silence) {
    this.http = http;
    this.silence = silence;
  }

  @Override
  public Response execute(Request request) {
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers.put("Host", "docker");
    try {
      HttpRequest sent = new HttpRequest(request.method(), request.path(), headers, body(request));
      return new Answer(http.send(sent, silence));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}

  private static byte[] body(Request request) throws IOException {
    byte @Nullable [] bytes = request.bodyBytes();
    if (bytes != null) {
      return bytes;
    }
    try (InputStream body = request.body()) {
      return body == null ? new byte[0] : body.readAllBytes();
    }
  }

  private record Answer(HttpResponse response) implements Response {
    @Override
    public int getStatusCode() {
      return response.status();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return response.headers();
    }

    @Override
    public InputStream getBody() {
      return response.body();
    }

    @Override
    public void close() {
      response.close();
    }
  }
}
