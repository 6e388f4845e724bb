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

/** Carries calls to Caddy's admin API, and what it says back. */
final class CaddyTransport {
  static final int TRIES = 6;

  private static final String SERVERS = "/config/apps/http/servers";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client;

  CaddyTransport(HttpClient client) {
    this.client = client;
  }

  /**
   * Reads the whole configuration. Tries again when the connection is lost: every reload of Caddy
   * also replaces its admin API.
   */
  ConfigSnapshot read() {
    IOException last = new IOException("no answer");
    for (int i = 0; i < TRIES; i++) {
      try (HttpResponse response = client.send(HttpRequest.get("/config/"), PATIENCE)) {
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
   * Exchanges servers, for a configuration that is still as it was read. Empty when the connection
   * was lost: Caddy may have taken it or not. What has no way to change a part, and no ETag either,
   * gets the whole configuration, as from the original kata.
   *
   * @param differences by name; null JSON for one that is to go
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
    if (differences.size() > 1) { // at once: an address can only move from one to the other so
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

  /** PUT makes a key and its parents, PATCH replaces one; each refuses the work of the other. */
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
    try (HttpResponse response = client.send(request, PATIENCE)) {
      return Optional.of(new Answer(response.status(), words(response.bytes())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Lets others go first, for a while that differs from theirs. */
  static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(10, 80));
    } catch (InterruptedException e) {
      throw KataException.interrupted(e);
    }
  }

  /** Makes the failure of a Caddy that answers, but not as it should. */
  KataException failed(String what) {
    return new CaddyUnavailable(
        "Caddy's admin API at %s %s".formatted(client.endpoint(), what),
        "KATA_CADDY_ADMIN names another address");
  }

  private KataException unreachable(IOException e) {
    return new CaddyUnavailable(
        "cannot reach Caddy's admin API at %s: %s".formatted(client.endpoint(), e.getMessage()),
        "is Caddy running? KATA_CADDY_ADMIN names another address",
        e);
  }

  private JsonNode parse(byte[] body) {
    try {
      return Json.read(body);
    } catch (IOException e) {
      throw failed("does not speak JSON");
    }
  }

  /** Returns the text of an error, out of the {@code {"error": ...}} that Caddy puts around it. */
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

    /** There is no such thing to call. */
    boolean unknown() {
      return status == 404 || status == 405;
    }
  }
}
