package kata.caddy.admin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import kata.error.OperationFailed;
import kata.home.AtomicFile;
import kata.json.Json;
import kata.text.Reason;

/**
 * The routes that kata configured in Caddy for each app. Caddy itself does not have them where apps
 * share a server, or after it lost its configuration.
 *
 * @param servers the server of each app, as if it shared no address
 * @param leaving removed apps whose routes Caddy may still have
 * @param unsure servers of a write that had not ended when this table was saved
 */
record RouteTable(
    SortedMap<String, ObjectNode> servers, SortedSet<String> leaving, SortedSet<String> unsure) {

  static RouteTable empty() {
    return new RouteTable(new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
  }

  /** Reads a table. A missing or damaged one is empty: {@code kata caddy:sync} fills it. */
  static RouteTable read(Path file) {
    RouteTable table = empty();
    try {
      JsonNode text = Files.exists(file) ? Json.read(Files.readString(file)) : Json.object();
      for (Map.Entry<String, JsonNode> app : text.path("apps").properties()) {
        if (app.getValue() instanceof ObjectNode server) {
          table.servers.put(app.getKey(), server);
        }
      }
      text.path("leaving").forEach(app -> table.leaving.add(app.asText()));
      text.path("unsure").forEach(name -> table.unsure.add(name.asText()));
    } catch (JacksonException e) {
      return empty();
    } catch (IOException e) {
      throw new OperationFailed(
          "cannot read %s: %s".formatted(file, Reason.of(e)), "check permissions there", e);
    }
    return table;
  }

  /** Writes the table, readable by this user only: routes may contain secrets. */
  void write(Path file) {
    ObjectNode text = Json.object();
    ObjectNode apps = text.putObject("apps");
    servers.forEach(apps::set);
    ArrayNode gone = text.putArray("leaving");
    leaving.forEach(gone::add);
    ArrayNode about = text.putArray("unsure");
    unsure.forEach(about::add);
    AtomicFile.write(file, Json.text(text) + "\n", "rw-------");
  }

  boolean isEmpty() {
    return servers.isEmpty() && leaving.isEmpty();
  }

  Optional<ObjectNode> server(String app) {
    return Optional.ofNullable(servers.get(app));
  }

  /** Returns the table with the server of an app, and without the removed apps. */
  RouteTable with(String app, ObjectNode server) {
    RouteTable table = settled();
    table.servers.put(app, server);
    return table;
  }

  /** Returns the table with an app marked as removed. */
  RouteTable leaving(String app) {
    RouteTable table = copy();
    table.leaving.add(app);
    return table;
  }

  /** Returns the table with some servers marked as being written. */
  RouteTable unsure(Set<String> names) {
    RouteTable table = copy();
    table.unsure.addAll(names);
    return table;
  }

  /** Returns the table after Caddy removed the removed apps. */
  RouteTable settled() {
    RouteTable table = copy();
    table.servers.keySet().removeAll(leaving);
    table.leaving.clear();
    table.unsure.clear();
    return table;
  }

  /** Returns the table with these servers instead; the apps in {@code keeping} keep theirs. */
  RouteTable synced(SortedMap<String, ObjectNode> others, Set<String> keeping) {
    RouteTable table = empty();
    table.servers.putAll(others);
    for (String app : keeping) {
      table.servers.remove(app);
      server(app).ifPresent(server -> table.servers.put(app, server));
    }
    return table;
  }

  /** Returns the table without some apps. */
  RouteTable without(Set<String> apps) {
    RouteTable table = copy();
    table.servers.keySet().removeAll(apps);
    return table;
  }

  private RouteTable copy() {
    return new RouteTable(new TreeMap<>(servers), new TreeSet<>(leaving), new TreeSet<>(unsure));
  }
}
