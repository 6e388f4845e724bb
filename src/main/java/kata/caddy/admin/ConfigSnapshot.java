package kata.caddy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kata.caddy.model.Listen;
import kata.caddy.model.Servers;
import kata.net.HostPort;

/**
 * Caddy's whole configuration at one moment.
 *
 * @param root the configuration; null JSON in a Caddy that has none
 * @param etag what a conditional write gives back; empty from a Caddy before 2.5.2
 */
record ConfigSnapshot(JsonNode root, Optional<String> etag) {
  private static final String DEFAULT_ADMIN = "localhost:2019";

  /** The root of the one site in the Caddyfile of Caddy's package. */
  private static final String WELCOME = "/usr/share/caddy";

  private static final String WELCOME_GOES =
      "it is the welcome page of Caddy's package; as root: systemctl disable --now caddy;"
          + " rm -f /var/lib/caddy/.config/caddy/autosave.json; systemctl enable --now caddy-api;"
          + " then, as kata: kata caddy:sync";

  Optional<JsonNode> server(String name) {
    return Optional.ofNullable(servers().get(name));
  }

  boolean hasServers() {
    return servers().isObject();
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    servers().fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Returns the servers of some names. */
  SortedMap<String, JsonNode> only(Set<String> names) {
    SortedMap<String, JsonNode> own = new TreeMap<>();
    names.forEach(name -> server(name).ifPresent(server -> own.put(name, server)));
    return own;
  }

  /**
   * Returns the servers of some names that are not as they should be, with what they should be:
   * null JSON for none.
   */
  SortedMap<String, JsonNode> differences(
      Set<String> names, SortedMap<String, ? extends JsonNode> wanted) {
    SortedMap<String, JsonNode> differences = new TreeMap<>();
    for (String name : names) {
      Optional<JsonNode> should = Optional.ofNullable(wanted.get(name));
      if (!same(server(name), should)) {
        differences.put(name, should.orElse(JsonNodeFactory.instance.nullNode()));
      }
    }
    return differences;
  }

  /** Returns all servers with some of them exchanged. */
  ObjectNode with(SortedMap<String, JsonNode> differences) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    servers().properties().forEach(entry -> all.set(entry.getKey(), entry.getValue()));
    differences.forEach(
        (name, server) -> {
          if (server.isNull()) {
            all.remove(name);
          } else {
            all.set(name, server);
          }
        });
    return all;
  }

  /** Returns the whole configuration with some servers exchanged. */
  ObjectNode rootWith(SortedMap<String, JsonNode> differences) {
    ObjectNode whole =
        root instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    whole.withObject("/apps/http").set("servers", with(differences));
    return whole;
  }

  /**
   * Returns where the configuration has an empty value, as a path of the admin API below {@code
   * /config}; besides in servers of some names. Caddy panics over some of them, at whatever change,
   * until they are gone.
   */
  Optional<String> emptyValue(Set<String> besides) {
    Set<String> places =
        besides.stream().map("/apps/http/servers/"::concat).collect(Collectors.toSet());
    return root.isNull() ? Optional.empty() : emptyValues(root, "", places).findFirst();
  }

  private static Stream<String> emptyValues(JsonNode node, String place, Set<String> besides) {
    if (besides.contains(place)) {
      return Stream.empty();
    }
    if (node.isNull()) {
      return Stream.of(place);
    }
    if (node.isArray()) {
      return IntStream.range(0, node.size())
          .boxed()
          .flatMap(i -> emptyValues(node.get(i), place + "/" + i, besides));
    }
    return node.properties().stream()
        .flatMap(each -> emptyValues(each.getValue(), place + "/" + each.getKey(), besides));
  }

  /** Returns all ids, besides those in servers of some names. */
  List<String> ids(Set<String> besides) {
    List<String> ids = root.findValuesAsText("@id");
    only(besides).values().forEach(own -> own.findValuesAsText("@id").forEach(ids::remove));
    return ids;
  }

  /** Returns every address taken by other servers than those of some names, with who takes it. */
  List<Taken> takenBesides(Set<String> names) {
    List<Taken> taken = new ArrayList<>();
    taken.add(new Taken("", root.path("admin").path("listen").asText(DEFAULT_ADMIN)));
    for (Map.Entry<String, JsonNode> server : servers().properties()) {
      if (!names.contains(server.getKey())) {
        for (JsonNode address : server.getValue().path("listen")) {
          taken.add(new Taken(server.getKey(), address.asText()));
        }
      }
    }
    return taken;
  }

  /** Returns what helps against a server that is in the way, where that is known. */
  Optional<String> wayOut(Taken taken) {
    if (Servers.isShared(taken.server())) {
      return Optional.of("`kata caddy:sync` finds out again whose it is");
    }
    boolean welcome =
        server(taken.server())
            .map(server -> server.findValuesAsText("root").contains(WELCOME))
            .orElse(false);
    return welcome ? Optional.of(WELCOME_GOES) : Optional.empty();
  }

  /**
   * Returns the TCP ports of addresses that Caddy does not listen on yet. The one for its redirects
   * to HTTPS it may have without a server that says so.
   */
  List<HostPort> notYet(JsonNode addresses) {
    int redirects = root.path("apps").path("http").path("http_port").asInt(80);
    List<Taken> taken = takenBesides(Set.of());
    List<HostPort> ports = new ArrayList<>();
    for (JsonNode address : addresses) {
      if (taken.stream().noneMatch(other -> other.meets(address.asText()))) {
        Listen.parse(address.asText()).ifPresent(listen -> ports.addAll(listen.ports()));
      }
    }
    ports.removeIf(port -> port.port() == redirects);
    return ports;
  }

  private JsonNode servers() {
    return root.path("apps").path("http").path("servers");
  }

  /** Compares as Caddy does, for which every number is a double. */
  private static boolean same(Optional<JsonNode> one, Optional<JsonNode> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty();
    }
    return one.get().equals(ConfigSnapshot::compareScalars, other.get());
  }

  private static int compareScalars(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return Double.compare(one.doubleValue(), other.doubleValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  /**
   * An address and who listens on it.
   *
   * @param server empty for Caddy's admin API
   */
  record Taken(String server, String address) {
    String owner() {
      return server.isEmpty() ? "Caddy's admin API" : "Caddy's server '" + server + "'";
    }

    /** Tells whether a server wants this address too, in whatever spelling. */
    boolean meets(ObjectNode server) {
      for (JsonNode wanted : server.path("listen")) {
        if (meets(wanted.asText())) {
          return true;
        }
      }
      return false;
    }

    boolean meets(String other) {
      Optional<Listen> own = Listen.parse(address);
      Optional<Listen> wanted = Listen.parse(other);
      return own.isPresent() && wanted.isPresent() && own.get().overlaps(wanted.get());
    }
  }
}
