package kata.caddy.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import kata.json.Json;

/**
 * A set of requests that an app answers: those for a host, below a path, that pass the other
 * matchers. Claims sort in the order in which Caddy must try them, the most specific first.
 *
 * @param host as in Caddy's host matcher, in lower case; empty for all
 * @param path as in Caddy's path matcher, in lower case; empty for all
 * @param more the other matchers; empty for none
 */
public record Claim(String host, String path, ObjectNode more) implements Comparable<Claim> {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Handlers that pass the request on to the next handler and answer none themselves. */
  private static final Set<String> PASSING =
      Set.of(
          "authentication",
          "encode",
          "headers",
          "intercept",
          "log_append",
          "map",
          "push",
          "request_body",
          "rewrite",
          "templates",
          "tracing",
          "vars");

  /**
   * Handlers that change a request, so that later matchers see another one, except for its host.
   */
  private static final Set<String> CHANGING =
      Set.of("headers", "map", "request_body", "rewrite", "vars");

  private static final ObjectNode NOTHING = JSON.objectNode();
  private static final Claim EVERYTHING = new Claim("", "", NOTHING);

  private static final Comparator<Claim> ORDER =
      Comparator.comparingInt(Claim::rank)
          .thenComparing(claim -> -claim.literal().length())
          .thenComparing(claim -> claim.path.endsWith("*"))
          .thenComparing(claim -> -claim.more.size());

  private static final Comparator<Claim> TOTAL =
      ORDER
          .thenComparing(Claim::host)
          .thenComparing(Claim::path)
          .thenComparing(claim -> Json.text(claim.more));

  /** Returns the claims of a server's routes; every request when the routes have no matcher. */
  public static Set<Claim> of(JsonNode server) {
    Set<Claim> claims = new LinkedHashSet<>();
    collect(server.path("routes"), false, claims);
    if (claims.isEmpty()) {
      claims.add(EVERYTHING);
    }
    return claims;
  }

  /**
   * Collects claims. After a handler that changes the request, only the host matcher is still
   * valid.
   */
  private static void collect(JsonNode routes, boolean changedBefore, Set<Claim> claims) {
    boolean changed = changedBefore;
    for (JsonNode route : routes) {
      boolean whenMatched = changed;
      for (JsonNode handler : route.path("handle")) {
        String name = handler.path("handler").asText();
        if (PASSING.contains(name)) {
          changed |= changes(name, handler);
        } else if (!route.path("match").isEmpty()) {
          route.path("match").forEach(matcher -> split(matcher, whenMatched, claims));
        } else if (name.equals("subroute")) {
          inner(handler.path("routes"), changed, claims);
        } else {
          claims.add(EVERYTHING);
        }
      }
    }
  }

  private static boolean changes(String name, JsonNode handler) {
    return CHANGING.contains(name) && (!name.equals("headers") || handler.has("request"));
  }

  /** A group of routes of which one answers everything claims everything. */
  private static void inner(JsonNode routes, boolean changed, Set<Claim> claims) {
    Set<Claim> own = new LinkedHashSet<>();
    collect(routes, changed, own);
    claims.addAll(own.contains(EVERYTHING) ? Set.of(EVERYTHING) : own);
  }

  private static void split(JsonNode matcher, boolean changed, Set<Claim> claims) {
    ObjectNode more = JSON.objectNode();
    matcher.properties().stream()
        .filter(entry -> !List.of("host", "path").contains(entry.getKey()))
        .forEach(entry -> more.set(entry.getKey(), entry.getValue()));
    for (String host : texts(matcher.path("host"))) {
      if (changed) {
        claims.add(new Claim(plain(host), "", NOTHING));
        continue;
      }
      for (String path : texts(matcher.path("path"))) {
        boolean all = path.equals("*") || path.equals("/*");
        claims.add(new Claim(plain(host), all ? "" : plain(path), more));
      }
    }
  }

  /** Caddy ignores case too, except in placeholders. */
  private static String plain(String text) {
    return text.contains("{") ? text : text.toLowerCase(Locale.ROOT);
  }

  /** Leaves anything but a list of strings for Caddy to reject. */
  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts.isEmpty() ? List.of("") : texts;
  }

  /** Returns the equivalent Caddy matcher. */
  ObjectNode matcher() {
    ObjectNode matcher = more.deepCopy();
    if (!host.isEmpty()) {
      matcher.set("host", array(host));
    }
    if (!path.isEmpty()) {
      matcher.set("path", array(path));
    }
    return matcher;
  }

  boolean isEverything() {
    return equals(EVERYTHING);
  }

  /** Returns whether Caddy may try both claims in any order. */
  boolean ranksLike(Claim other) {
    return ORDER.compare(this, other) == 0;
  }

  @Override
  public int compareTo(Claim other) {
    return TOTAL.compare(this, other);
  }

  @Override
  public String toString() {
    String what = (host.isEmpty() ? "every host" : host) + path;
    return more.isEmpty() ? what : what + " with " + more;
  }

  private int rank() {
    if (host.isEmpty()) {
      return 2;
    }
    return host.contains("*") ? 1 : 0;
  }

  private String literal() {
    return path.replace("*", "");
  }

  private static ArrayNode array(String text) {
    return JSON.arrayNode().add(text);
  }
}
