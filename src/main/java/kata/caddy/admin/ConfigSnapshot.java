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
 * @param root the configuration; null JSON for a Caddy that has none
 * @param etag the tag for a conditional write; empty for a Caddy before 2.5.2
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
   * Returns the wanted state of each named server that differs from it; null JSON for a server to
   * remove.
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

  /** Returns all servers, with some of them replaced. */
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

  /** Returns the whole configuration, with some servers replaced. */
  ObjectNode rootWith(SortedMap<String, JsonNode> differences) {
    ObjectNode whole =
        root instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    whole.withObject("/apps/http").set("servers", with(differences));
    return whole;
  }

  /**
   * Returns the place of an empty value in the configuration, as a path of the admin API below
   * {@code /config}; ignores the named servers. Some empty values make Caddy panic at every change
   * until they are removed.
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

  /** Returns all ids, except those in the named servers. */
  List<String> ids(Set<String> besides) {
    List<String> ids = root.findValuesAsText("@id");
    only(besides).values().forEach(own -> own.findValuesAsText("@id").forEach(ids::remove));
    return ids;
  }

  /** Returns every address that a server other than the named ones uses. */
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

  /** Returns a hint how to free an address, where one is known. */
  Optional<String> hint(Taken taken) {
    if (Servers.isShared(taken.server())) {
      return Optional.of("run `kata caddy:sync` to repair the shared server");
    }
    boolean welcome =
        server(taken.server())
            .map(server -> server.findValuesAsText("root").contains(WELCOME))
            .orElse(false);
    return welcome ? Optional.of(WELCOME_GOES) : Optional.empty();
  }

  /**
   * Returns the TCP ports of addresses that Caddy does not listen on yet. Excludes the port of its
   * redirects to HTTPS, which it may use without a server that names it.
   */
  List<HostPort> portsNotListening(JsonNode addresses) {
    int redirects = root.path("apps").path("http").path("http_port").asInt(80);
    List<Taken> taken = takenBesides(Set.of());
    List<HostPort> ports = new ArrayList<>();
    for (JsonNode address : addresses) {
      if (taken.stream().noneMatch(other -> other.isUsedBy(address.asText()))) {
        Listen.parse(address.asText()).ifPresent(listen -> ports.addAll(listen.ports()));
      }
    }
    ports.removeIf(port -> port.port() == redirects);
    return ports;
  }

  private JsonNode servers() {
    return root.path("apps").path("http").path("servers");
  }

  /** Compares as Caddy does, which treats every number as a double. */
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
   * An address in use, and the server that listens on it.
   *
   * @param server empty for Caddy's admin API
   */
  record Taken(String server, String address) {
    String owner() {
      return server.isEmpty() ? "Caddy's admin API" : "Caddy's server '" + server + "'";
    }

    /** Returns whether a server uses this address too, in any spelling. */
    boolean isUsedBy(ObjectNode server) {
      for (JsonNode wanted : server.path("listen")) {
        if (isUsedBy(wanted.asText())) {
          return true;
        }
      }
      return false;
    }

    boolean isUsedBy(String other) {
      Optional<Listen> own = Listen.parse(address);
      Optional<Listen> wanted = Listen.parse(other);
      return own.isPresent() && wanted.isPresent() && own.get().overlaps(wanted.get());
    }
  }
}
