package kata.caddy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ThreadLocalRandom;
import kata.error.CaddyUnavailable;
import kata.error.KataException;
import kata.http.HttpClient;
import kata.http.HttpRequest;
import kata.http.HttpResponse;
import kata.json.Json;

/** Sends requests to Caddy's admin API and reads its answers. */
final class CaddyTransport {
  static final int TRIES = 6;

  private static final String SERVERS = "/config/apps/http/servers";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client;

  CaddyTransport(HttpClient client) {
    this.client = client;
  }

  /**
   * Reads the whole configuration. Retries when the connection is lost: every reload of Caddy also
   * replaces its admin API.
   */
  ConfigSnapshot read() {
    IOException last = new IOException("no answer");
    for (int i = 0; i < TRIES; i++) {
      try (HttpResponse response = client.send(HttpRequest.get("/config/"), TIMEOUT)) {
        byte[] body = response.bytes();
        if (response.status() != 200) {
          throw failed("answered %d: %s".formatted(response.status(), words(body)));
        }
        return new ConfigSnapshot(
            parse(body), response.header("Etag").or(() -> response.trailer("Etag")));
      } catch (SocketTimeoutException e) {
        throw unreachable(e);
      } catch (IOException e) {
        last = e;
        pause();
      }
    }
    throw unreachable(last);
  }

  /**
   * Replaces servers if the configuration is still the one that was read. Empty when the connection
   * was lost: Caddy may have applied the change or not. A Caddy that can change no part and sends
   * no ETag gets the whole configuration, as from the original kata.
   *
   * @param differences the servers by name; null JSON for one to remove
   * @param force makes Caddy load its configuration even when this leaves it the same
   */
  Optional<Answer> write(
      ConfigSnapshot now, SortedMap<String, JsonNode> differences, boolean force) {
    Optional<Answer> answer = writePart(now, differences, force);
    boolean whole = answer.map(Answer::unknown).orElse(false) && now.etag().isEmpty();
    return whole
        ? send("POST", "/load", Map.of(), now, Json.bytes(now.rootWith(differences)))
        : answer;
  }

  private Optional<Answer> writePart(
      ConfigSnapshot now, SortedMap<String, JsonNode> differences, boolean force) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (force) {
      headers.put("Cache-Control", "must-revalidate");
    }
    if (differences.size()
        > 1) { // in one write: only so can an address move from one server to another
      return send(
          method(now.hasServers()), SERVERS, headers, now, Json.bytes(now.with(differences)));
    }
    String name = differences.firstKey();
    JsonNode server = differences.get(name);
    String path = SERVERS + "/" + name;
    if (server == null || server.isNull()) {
      return send("DELETE", path, headers, now, new byte[0]);
    }
    return send(method(now.server(name).isPresent()), path, headers, now, Json.bytes(server));
  }

  /**
   * PUT creates a key and its parents, PATCH replaces a key; each fails where the other is needed.
   */
  private static String method(boolean there) {
    return there ? "PATCH" : "PUT";
  }

  private Optional<Answer> send(
      String method, String path, Map<String, String> more, ConfigSnapshot now, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>(more);
    now.etag().ifPresent(tag -> headers.put("If-Match", tag));
    if (body.length > 0) {
      headers.put("Content-Type", "application/json");
    }
    HttpRequest request = new HttpRequest(method, path, headers, body);
    try (HttpResponse response = client.send(request, TIMEOUT)) {
      return Optional.of(new Answer(response.status(), words(response.bytes())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Waits a random time, so that writers do not collide again. */
  static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(10, 80));
    } catch (InterruptedException e) {
      throw KataException.interrupted(e);
    }
  }

  /** Makes the exception for a Caddy that answers unexpectedly. */
  KataException failed(String what) {
    return new CaddyUnavailable(
        "Caddy's admin API at %s %s".formatted(client.endpoint(), what),
        "check KATA_CADDY_ADMIN, the address of Caddy's admin API");
  }

  private KataException unreachable(IOException e) {
    return new CaddyUnavailable(
        "cannot reach Caddy's admin API at %s: %s".formatted(client.endpoint(), e.getMessage()),
        "start Caddy, or set KATA_CADDY_ADMIN to its address",
        e);
  }

  private JsonNode parse(byte[] body) {
    try {
      return Json.read(body);
    } catch (IOException e) {
      throw failed("did not answer with JSON");
    }
  }

  /** Returns the text of an error, without the {@code {"error": ...}} around it. */
  private static String words(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    try {
      return Json.read(text).path("error").asText(text);
    } catch (IOException e) {
      return text;
    }
  }

  /** Caddy's answer to a change. */
  record Answer(int status, String words) {
    boolean good() {
      return status == 200;
    }

    boolean outdated() {
      return status == 412;
    }

    /** Returns whether Caddy has no such endpoint. */
    boolean unknown() {
      return status == 404 || status == 405;
    }
  }
}
