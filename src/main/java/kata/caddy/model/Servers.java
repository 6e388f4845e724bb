package kata.caddy.model;

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
 * The Caddy servers for all apps. An app that shares no address has a server of its own name,
 * unchanged; apps that share an address are served by one common server.
 *
 * @param byName the servers
 * @param sharing the apps of each shared server
 */
public record Servers(
    SortedMap<String, ObjectNode> byName, SortedMap<String, SortedSet<String>> sharing) {
  /** Prefix of a shared server's name; no app name can begin with it. */
  private static final String SHARED = "kata:";

  /**
   * Returns all servers; the result does not depend on the order of the apps. Throws when two apps
   * conflict, and names both.
   *
   * @param wanted the server of each app, as if it shared no address
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

  /** Returns the servers of an earlier table; none when today's rules reject it. */
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

  /** Returns whether kata made the server of that name for several apps. */
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
    RouteIds.remove(rest);
    listen(rest, addresses);
    return rest;
  }

  private static void listen(ObjectNode server, List<String> addresses) {
    ArrayNode listen = server.putArray("listen");
    addresses.forEach(listen::add);
  }

  /** Replaces slashes: they separate path segments in Caddy's admin API. */
  private static String name(List<String> addresses) {
    return addresses.stream()
        .map(address -> address.replace('/', '_'))
        .collect(Collectors.joining(",", SHARED, ""));
  }
}
