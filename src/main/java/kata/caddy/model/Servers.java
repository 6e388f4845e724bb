package kata.caddy.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The servers of Caddy for what every app wants. An app that is alone on its addresses has a server
 * of its name, just as it wants it; those that share an address are served by one server together.
 *
 * @param byName the servers
 * @param sharing the apps of each shared server
 */
public record Servers(
    SortedMap<String, ObjectNode> byName, SortedMap<String, SortedSet<String>> sharing) {
  /** Begins the name of a shared server; no app can be called so. */
  private static final String SHARED = "kata:";

  /**
   * Returns all servers. The same for the same apps, in whatever order they came; throws when two
   * of them contradict each other, naming both.
   *
   * @param wanted what each app would have if it were alone
   */
  public static Servers of(SortedMap<String, ObjectNode> wanted) {
    SortedMap<String, ObjectNode> servers = new TreeMap<>();
    SortedMap<String, SortedSet<String>> sharing = new TreeMap<>();
    SortedMap<SortedSet<String>, List<String>> listeners = Listeners.of(wanted);
    wanted.forEach(
        (app, server) -> {
          if (server.path("listen").isEmpty()) {
            servers.put(app, server);
          }
        });
    listeners.forEach(
        (apps, addresses) -> {
          if (apps.size() == 1) {
            servers.put(apps.first(), alone(apps.first(), wanted, addresses, listeners));
          } else {
            SortedMap<String, ObjectNode> together = new TreeMap<>(wanted);
            together.keySet().retainAll(apps);
            ObjectNode server = SharedServer.of(together, String.join(", ", addresses));
            listen(server, addresses);
            servers.put(name(addresses), server);
            sharing.put(name(addresses), apps);
          }
        });
    return new Servers(servers, sharing);
  }

  /** Returns the servers that there were, as far as that is known: rules may have changed since. */
  public static Servers known(SortedMap<String, ObjectNode> wanted) {
    try {
      return of(wanted);
    } catch (AddressInUseException e) {
      return new Servers(new TreeMap<>(), new TreeMap<>());
    }
  }

  /** Returns the names of the servers that serve an app. */
  public Set<String> serving(String app) {
    Set<String> names = new TreeSet<>();
    if (byName.containsKey(app)) {
      names.add(app);
    }
    sharing.forEach(
        (name, apps) -> {
          if (apps.contains(app)) {
            names.add(name);
          }
        });
    return names;
  }

  /** Tells whether a server of that name was made by kata for several apps. */
  public static boolean isShared(String name) {
    return name.startsWith(SHARED);
  }

  private static ObjectNode alone(
      String app,
      SortedMap<String, ObjectNode> wanted,
      List<String> addresses,
      SortedMap<SortedSet<String>, List<String>> listeners) {
    ObjectNode server = Objects.requireNonNull(wanted.get(app));
    if (listeners.keySet().stream().filter(apps -> apps.contains(app)).count() == 1) {
      return server;
    }
    ObjectNode rest = server.deepCopy();
    forgetIds(rest);
    listen(rest, addresses);
    return rest;
  }

  /** An id may stand only once in Caddy's configuration, and the routes of an app now may twice. */
  static void forgetIds(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("@id");
    }
    node.forEach(Servers::forgetIds);
  }

  private static void listen(ObjectNode server, List<String> addresses) {
    ArrayNode listen = server.putArray("listen");
    addresses.forEach(listen::add);
  }

  /** A slash would be a step down in the path of Caddy's admin API. */
  private static String name(List<String> addresses) {
    return addresses.stream()
        .map(address -> address.replace('/', '_'))
        .collect(Collectors.joining(",", SHARED, ""));
  }
}
