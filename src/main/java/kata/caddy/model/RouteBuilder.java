package kata.caddy.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kata.error.KataException;
import kata.text.DidYouMean;
import org.jspecify.annotations.Nullable;

/**
 * Builds an app's Caddy server object from the {@code caddy:} section of its kata-compose.yaml,
 * with variables already expanded. Checks only what Caddy does not check, or reports badly.
 */
public final class RouteBuilder {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RouteBuilder() {}

  /**
   * Converts a section of maps, lists and scalars to JSON. Adds the given names to what every
   * {@code file_server} hides. Rejects a section that is not one server, and names the place.
   */
  public static ObjectNode server(@Nullable Object section, List<String> hidden) {
    if (!(json(section, "caddy") instanceof ObjectNode server)) {
      throw KataException.refused("caddy is not an object", "write one Caddy server object");
    }
    for (String key : List.of("apps", "admin")) {
      if (server.has(key)) {
        throw KataException.refused(
            "caddy.%s belongs to Caddy's whole configuration".formatted(key),
            "write one server object, not Caddy's whole configuration");
      }
    }
    for (String key : ShortForm.KEYS) {
      if (server.has("routes") && server.has(key) && !key.equals("listen")) {
        throw KataException.refused(
            "caddy mixes '%s' (short form) and 'routes' (server object)".formatted(key),
            "use one of the two forms; docs/routes.md shows both");
      }
    }
    if (!server.has("routes") && !server.has("listen")) {
      throw KataException.refused(
          "caddy has neither 'listen' nor 'routes'",
          nearShortForm(server)
              .orElse("write one server object: listen: [\":80\"] and routes: [...]"));
    }
    checkListen(server);
    hide(server, hidden);
    return server;
  }

  /**
   * Returns a copy of a server whose proxies hold requests for up to {@code atLeast} while no
   * upstream answers. Equal to the server when it has no proxy.
   */
  public static ObjectNode holdRequests(ObjectNode server, Duration atLeast) {
    return holdRequests(server, server, atLeast);
  }

  /**
   * Does the same for a server that {@code next} will replace: held requests may also go to the
   * upstreams that {@code next} has at the same place.
   */
  public static ObjectNode holdRequests(ObjectNode server, ObjectNode next, Duration atLeast) {
    return RetryingRoutes.of(server, next, atLeast);
  }

  /** Returns a server that answers every request of this app with "stopped". */
  public static ObjectNode stopped(ObjectNode server) {
    ObjectNode stopped = server.deepCopy();
    stopped.remove("errors");
    ObjectNode route = stopped.putArray("routes").addObject();
    Set<Claim> claims = Claim.of(server);
    if (!(claims.size() == 1 && claims.iterator().next().isEverything())) {
      ArrayNode match = route.putArray("match");
      claims.forEach(claim -> match.add(claim.matcher()));
    }
    ObjectNode answer = route.putArray("handle").addObject();
    answer.put("handler", "static_response").put("status_code", 503);
    answer.put("body", "This site is stopped.\n");
    answer.putObject("headers").putArray("Retry-After").add("300");
    return stopped;
  }

  private static Optional<String> nearShortForm(ObjectNode server) {
    return server.properties().stream()
        .flatMap(each -> DidYouMean.question(ShortForm.KEYS, each.getKey()).stream())
        .findFirst();
  }

  private static void checkListen(ObjectNode server) {
    JsonNode listen = server.path("listen");
    boolean right = listen.isMissingNode() || listen.isArray();
    for (JsonNode address : listen) {
      right &= address.isTextual();
    }
    if (!right) {
      throw KataException.refused(
          "caddy.listen is not a list of addresses", "write listen: [\":80\"]");
    }
    listen.forEach(address -> Listen.rejectBarePort(address.asText()));
  }

  /** Fault 45: a site whose root is the app's code would serve its git history and its settings. */
  private static void hide(JsonNode node, List<String> hidden) {
    if (node instanceof ObjectNode object
        && object.path("handler").asText().equals("file_server")
        && (!object.has("hide") || object.path("hide").isArray())) {
      ArrayNode hide = object.withArray("hide");
      for (String name : hidden) {
        if (!holds(hide, name)) {
          hide.add(name);
        }
      }
    }
    node.forEach(child -> hide(child, hidden));
  }

  private static boolean holds(ArrayNode names, String name) {
    for (JsonNode each : names) {
      if (each.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode json(@Nullable Object value, String place) {
    if (value == null) {
      // Caddy panics on a null where it expects an object, and then fails every later change.
      throw KataException.refused(
          "%s has no value".formatted(place), "give it a value, or remove the line");
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JSON.objectNode();
      map.forEach(
          (key, each) ->
              object.set(String.valueOf(key), json(each, place + "." + String.valueOf(key))));
      return object;
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JSON.arrayNode();
      for (int i = 0; i < list.size(); i++) {
        array.add(json(list.get(i), "%s[%d]".formatted(place, i)));
      }
      return array;
    }
    return scalar(value, place);
  }

  private static JsonNode scalar(Object value, String place) {
    if (value instanceof String text) {
      return JSON.textNode(text);
    }
    if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    if (value instanceof Integer || value instanceof Long) {
      return JSON.numberNode(((Number) value).longValue());
    }
    if (value instanceof BigInteger number) {
      return JSON.numberNode(number);
    }
    if (value instanceof BigDecimal number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return JSON.numberNode(number);
    }
    throw KataException.refused(
        "%s is '%s', which JSON cannot hold".formatted(place, value), "write it in quotes");
  }
}
