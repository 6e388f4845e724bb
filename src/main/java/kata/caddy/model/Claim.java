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
 * Some of the requests that an app answers: those for a host, below a path, with whatever else a
 * matcher of Caddy asks for. Claims are in the order in which they must be tried, the more specific
 * first.
 *
 * @param host as in Caddy's host matcher, in small letters; empty for all
 * @param path as in Caddy's path matcher, in small letters; empty for all
 * @param more the other matchers; empty for none
 */
public record Claim(String host, String path, ObjectNode more) implements Comparable<Claim> {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What lets a request through to the handler that follows, so that it answers none. */
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

  /** What makes a request look different to the matchers that follow, all but that of the host. */
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

  /** Returns what the routes of a server claim; everything when they do not tell. */
  public static Set<Claim> of(JsonNode server) {
    Set<Claim> claims = new LinkedHashSet<>();
    collect(server.path("routes"), false, claims);
    if (claims.isEmpty()) {
      claims.add(EVERYTHING);
    }
    return claims;
  }

  /** Collects claims; behind what changes a request, only its host is what it was. */
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

  /** Where a part of the routes answers everything, that is what they claim together. */
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

  /** Caddy does not look at case either, except in placeholders. */
  private static String plain(String text) {
    return text.contains("{") ? text : text.toLowerCase(Locale.ROOT);
  }

  /** What is no list of texts is for Caddy to refuse. */
  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts.isEmpty() ? List.of("") : texts;
  }

  /** Returns the matcher of Caddy that says the same. */
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

  /** Tells whether both may be tried one after the other in any order. */
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
