package kata.caddy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import kata.caddy.model.AddressInUseException;
import kata.caddy.model.Servers;
import kata.caddy.model.SharedServer;
import kata.error.KataException;

/** The difference between the Caddy servers that kata wants and those it wanted before. */
final class ConfigDiff {
  private final String app;
  private final RouteTable before;
  private final Servers wanted;
  private final Set<String> own = new TreeSet<>();
  private final Set<String> touched = new TreeSet<>();

  /** Compares the servers of one app, or of all apps when {@code app} is empty. */
  ConfigDiff(String app, RouteTable before, RouteTable after) {
    this.app = app;
    this.before = before;
    this.wanted = Servers.of(after.servers());
    Servers old = Servers.known(before.servers());
    for (Set<String> names :
        List.of(
            before.servers().keySet(),
            before.leaving(),
            before.unsure(),
            after.servers().keySet(),
            old.byName().keySet(),
            wanted.byName().keySet())) {
      own.addAll(names);
    }
    own.stream()
        .filter(name -> !Objects.equals(old.byName().get(name), wanted.byName().get(name)))
        .forEach(touched::add);
    touched.addAll(wanted.serving(app));
    own.add(app);
    touched.add(app);
    if (app.isEmpty() || !before.unsure().isEmpty()) {
      touched.addAll(own);
    }
  }

  /** Returns the names of the wanted servers. */
  Set<String> names() {
    return wanted.byName().keySet();
  }

  /** Returns the wanted servers of the app. */
  ObjectNode serving() {
    ObjectNode servers = JsonNodeFactory.instance.objectNode();
    wanted.serving(app).forEach(name -> servers.set(name, wanted.byName().get(name)));
    return servers;
  }

  String app() {
    return app;
  }

  /** Returns whether the app was served before. */
  boolean servedBefore() {
    return before.server(app).isPresent();
  }

  SortedMap<String, JsonNode> differences(ConfigSnapshot now) {
    Set<String> names = touched(now);
    names.removeAll(conflicts(now).keySet());
    return now.differences(names, wanted.byName());
  }

  /**
   * Throws when an id of the app is already used elsewhere: Caddy would reject the whole
   * configuration.
   */
  void requireOwnIds(ConfigSnapshot now) {
    List<String> others = now.ids(touched(now));
    for (JsonNode id : serving().findValues("@id")) {
      if (others.contains(id.asText())) {
        throw new AddressInUseException(
            "caddy: the @id '%s' is already used elsewhere in Caddy".formatted(id.asText()),
            "choose another: ids are unique in Caddy's whole configuration");
      }
    }
  }

  /** Returns the place of an empty value that another program left and that makes Caddy panic. */
  Optional<String> emptyValue(ConfigSnapshot now) {
    return now.emptyValue(touched(now));
  }

  /** Returns the current state of the servers that this change may touch. */
  SortedMap<String, JsonNode> present(ConfigSnapshot now) {
    return now.only(touched(now));
  }

  /** Returns the touched servers that differ from an earlier state. */
  SortedMap<String, JsonNode> changedSince(ConfigSnapshot now, SortedMap<String, JsonNode> had) {
    return now.differences(touched(now), had);
  }

  private Set<String> touched(ConfigSnapshot now) {
    Set<String> names = new TreeSet<>(touched);
    names.addAll(unknown(now));
    return names;
  }

  /**
   * Returns the shared servers of these apps that the table does not list, because it was lost or
   * damaged.
   */
  private Set<String> unknown(ConfigSnapshot now) {
    Set<String> names = new TreeSet<>();
    if (app.isEmpty()) {
      now.names().stream()
          .filter(Servers::isShared)
          .filter(name -> now.server(name).map(this::isOfTheseApps).orElse(false))
          .forEach(names::add);
    }
    return names;
  }

  private boolean isOfTheseApps(JsonNode server) {
    return server.findValuesAsText(SharedServer.APP).stream().anyMatch(own::contains);
  }

  /**
   * Throws when the app cannot be served. Returns the servers of other apps that cannot exist
   * because another program uses one of their addresses.
   */
  SortedMap<String, AddressInUseException> conflicts(ConfigSnapshot now) {
    Set<String> names = new TreeSet<>(own);
    names.addAll(unknown(now));
    List<ConfigSnapshot.Taken> taken = now.takenBesides(names);
    SortedMap<String, AddressInUseException> conflicts = new TreeMap<>();
    wanted
        .byName()
        .forEach(
            (name, server) ->
                taken.stream()
                    .filter(other -> other.isUsedBy(server))
                    .findFirst()
                    .ifPresent(other -> conflicts.put(name, conflict(name, other, now))));
    for (String name : wanted.serving(app)) {
      AddressInUseException conflict = conflicts.get(name);
      if (conflict != null) {
        throw conflict;
      }
    }
    return conflicts;
  }

  /** Returns the apps that cannot be served, and why. */
  SortedMap<String, KataException> unserved(ConfigSnapshot now) {
    SortedMap<String, KataException> unserved = new TreeMap<>();
    conflicts(now).forEach((name, why) -> apps(name).forEach(each -> unserved.put(each, why)));
    return unserved;
  }

  /** Returns the other apps whose servers Caddy lost and that this change does not restore. */
  Set<String> lost(ConfigSnapshot now) {
    Set<String> there = now.names();
    there.addAll(touched);
    Set<String> lost = new TreeSet<>(before.servers().keySet());
    lost.removeIf(other -> there.containsAll(wanted.serving(other)));
    return lost;
  }

  private Set<String> apps(String server) {
    return wanted.sharing().getOrDefault(server, new TreeSet<>(Set.of(server)));
  }

  private AddressInUseException conflict(
      String server, ConfigSnapshot.Taken taken, ConfigSnapshot now) {
    String names = app.isEmpty() ? String.join("', '", apps(server)) : app;
    String elsewhere = "let '%s' listen on another address".formatted(names);
    return new AddressInUseException(
        taken.owner() + " already listens on " + taken.address(),
        now.hint(taken)
            .orElse(
                taken.server().isEmpty()
                    ? elsewhere
                    : elsewhere + ", or remove that server from Caddy's configuration"));
  }
}
