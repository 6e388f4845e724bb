package kata.caddy.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes every {@code reverse_proxy} of a server hold its requests while the containers are
 * replaced.
 *
 * <p>Caddy retries a request when the connection is refused. It retries a GET also when the
 * connection closes without an answer, which Docker's proxy does while a container does not listen
 * yet. Caddy cannot retry a request with a body: the body is closed after the first try. kata
 * therefore sends a HEAD first, and sends such a request once, to the address that answered the
 * HEAD.
 */
final class RetryingRoutes {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PROXY = "reverse_proxy";
  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** A remote host may be slow to connect; a local dial that hangs has been lost. */
  private static final Duration DIAL = Duration.ofSeconds(1);

  private static final Duration DIAL_HERE = Duration.ofMillis(250);
  private static final Pattern HERE = Pattern.compile("(127\\.|localhost:|\\[::1]|unix/).*");

  /**
   * With the addresses of two releases, Caddy uses the second while the first is marked down. Each
   * time the mark expires, one request tries the first again and loses an interval. The mark is
   * therefore long and the interval short.
   */
  private static final Duration MARK = Duration.ofSeconds(4);

  private static final Duration MOVED_INTERVAL = Duration.ofMillis(10);

  /** A path that no app has, so that the probe has no side effect. */
  private static final String PROBE = "/.well-known/kata?";

  /** Headers of the original request that could give the probe a side effect. */
  private static final List<String> PRIVATE =
      List.of("Connection", "Upgrade", "Expect", "Cookie", "Authorization");

  private static final List<String> SHARED =
      List.of("upstreams", "dynamic_upstreams", "transport", "load_balancing", "health_checks");

  private static final Pattern UNIT = Pattern.compile("\\G([0-9.]+)(ns|us|µs|ms|s|m|h|d)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private final Duration atLeast;

  private RetryingRoutes(Duration atLeast) {
    this.atLeast = atLeast;
  }

  static ObjectNode of(ObjectNode server, JsonNode next, Duration atLeast) {
    if (!server.findValuesAsText("handler").contains(PROXY)) {
      return server.deepCopy();
    }
    ObjectNode retrying = new RetryingRoutes(atLeast).copy(server, next);
    retrying.remove(List.of("read_timeout", "write_timeout")); // they would end the hold early
    return retrying;
  }

  /** Copies a node; {@code twin} is the node at the same place in the next server. */
  private JsonNode walk(JsonNode node, JsonNode twin) {
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JSON.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        copy.add(walk(array.get(i), twin.path(i)));
      }
      return copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = copy(object, twin);
      return isProxy(object) ? held(copy, isProxy(twin) ? twin : JSON.objectNode()) : copy;
    }
    return node;
  }

  private ObjectNode copy(ObjectNode object, JsonNode twin) {
    ObjectNode copy = JSON.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!field.getKey().equals("@id")) { // ids must be unique, and proxies are duplicated
        copy.set(field.getKey(), walk(field.getValue(), twin.path(field.getKey())));
      }
    }
    return copy;
  }

  private static boolean isProxy(JsonNode node) {
    return node.path("handler").asText().equals(PROXY);
  }

  private JsonNode held(ObjectNode proxy, JsonNode twin) {
    // An upstream that was marked down would stay down for a while after it is back.
    proxy.remove(List.of("health_checks", "circuit_breaker"));
    boolean more = addUpstreams(proxy, twin);
    if (more) {
      ObjectNode passive = proxy.putObject("health_checks").putObject("passive");
      passive.put("fail_duration", text(MARK)).put("max_fails", 1);
    }
    dialFast(proxy);
    ArrayNode once = JSON.arrayNode().add(notOf(methods("GET", "HEAD", "OPTIONS")));
    once.addObject().putObject("header").putArray("Content-Length").add("*");
    ObjectNode subroute = JSON.objectNode().put("handler", "subroute");
    ArrayNode routes = subroute.putArray("routes");
    ObjectNode careful = routes.addObject();
    careful.set("match", once);
    careful.putArray("handle").add(probe(proxy, more)).add(reached(proxy));
    careful.put("terminal", true);
    routes.addObject().putArray("handle").add(repeating(proxy, more));
    return subroute;
  }

  /** Retries until the upstream answers or the time is over. */
  private ObjectNode repeating(ObjectNode proxy, boolean more) {
    ObjectNode repeating = proxy.deepCopy();
    retry(repeating, more).withArray("retry_match").add(methods("GET", "HEAD", "OPTIONS"));
    return repeating;
  }

  /** Sends a HEAD until any answer comes, then lets the request through. */
  private ObjectNode probe(ObjectNode proxy, boolean more) {
    ObjectNode probe = JSON.objectNode().put("handler", PROXY);
    for (String key : SHARED) {
      if (proxy.has(key)) {
        probe.set(key, proxy.get(key).deepCopy());
      }
    }
    probe.putObject("rewrite").put("method", "HEAD").put("uri", PROBE);
    ObjectNode headers = probe.putObject("headers");
    if (proxy.path("headers").path("request") instanceof ObjectNode own) {
      headers.set("request", own.deepCopy());
    }
    PRIVATE.forEach(headers.withObject("request").withArray("delete")::add);
    retry(probe, more).putArray("retry_match").add(methods("HEAD"));
    ObjectNode through = probe.putArray("handle_response").addObject();
    ArrayNode handle = through.putArray("routes").addObject().putArray("handle");
    handle.addObject().put("handler", "vars").put("kata", "reached");
    return probe;
  }

  /** Sends the request once, to the address that answered the probe. */
  private static ObjectNode reached(ObjectNode proxy) {
    ObjectNode reached = proxy.deepCopy();
    reached.remove(List.of("dynamic_upstreams", "load_balancing", "health_checks"));
    reached.putArray("upstreams").addObject().put("dial", "{http.reverse_proxy.upstream.address}");
    return reached;
  }

  private ObjectNode retry(ObjectNode proxy, boolean more) {
    ObjectNode balancing = proxy.withObject("load_balancing");
    if (duration(balancing.path("try_duration")).filter(d -> d.compareTo(atLeast) > 0).isEmpty()) {
      balancing.put("try_duration", text(atLeast));
    }
    balancing.put("try_interval", text(more ? MOVED_INTERVAL : INTERVAL));
    balancing.remove("retries");
    if (more) {
      balancing.putObject("selection_policy").put("policy", "first");
    }
    return balancing;
  }

  private static void dialFast(ObjectNode proxy) {
    boolean here = true;
    for (JsonNode upstream : proxy.path("upstreams")) {
      here &= HERE.matcher(upstream.path("dial").asText()).matches();
    }
    Duration dial = here && !proxy.has("dynamic_upstreams") ? DIAL_HERE : DIAL;
    if (!proxy.has("transport")) {
      proxy.putObject("transport").put("protocol", "http");
    }
    if (proxy.get("transport") instanceof ObjectNode transport
        && List.of("http", "fastcgi").contains(transport.path("protocol").asText())
        && duration(transport.path("dial_timeout")).filter(d -> d.compareTo(dial) < 0).isEmpty()) {
      transport.put("dial_timeout", text(dial));
    }
  }

  /** Adds the upstreams of the next release at this place; returns whether there are new ones. */
  private static boolean addUpstreams(ObjectNode proxy, JsonNode twin) {
    boolean more = false;
    if (proxy.has("dynamic_upstreams") || twin.has("dynamic_upstreams")) {
      return more;
    }
    for (JsonNode upstream : twin.path("upstreams")) {
      if (!proxy.path("upstreams").findValuesAsText("dial").contains(upstream.path("dial").asText())
          && proxy.path("upstreams") instanceof ArrayNode upstreams) {
        upstreams.add(upstream.deepCopy());
        more = true;
      }
    }
    return more;
  }

  private static String text(Duration duration) {
    return duration.toMillis() + "ms";
  }

  private static ObjectNode methods(String... names) {
    ObjectNode matcher = JSON.objectNode();
    ArrayNode methods = matcher.putArray("method");
    List.of(names).forEach(methods::add);
    return matcher;
  }

  private static ObjectNode notOf(ObjectNode matcher) {
    ObjectNode not = JSON.objectNode();
    not.putArray("not").add(matcher);
    return not;
  }

  /**
   * Parses a duration in Go's format, such as {@code 1m30s}, or in nanoseconds; empty for anything
   * else.
   */
  private static Optional<Duration> duration(JsonNode node) {
    if (node.isNumber()) {
      return Optional.of(Duration.ofNanos(node.asLong()));
    }
    Matcher unit = UNIT.matcher(node.asText());
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (unit.find()) {
      try {
        long size = NANOS.getOrDefault(unit.group(2), 0L);
        nanos = nanos.add(new BigDecimal(unit.group(1)).multiply(BigDecimal.valueOf(size)));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
      end = unit.end();
    }
    return end > 0 && end == node.asText().length()
        ? Optional.of(Duration.ofNanos(nanos.longValue()))
        : Optional.empty();
  }
}
