package kata.caddy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import kata.caddy.admin.CaddyTransport.Answer;
import kata.caddy.model.AddressInUseException;
import kata.caddy.model.RoutesRejected;
import kata.caddy.model.Servers;
import kata.error.CaddyUnavailable;
import kata.error.KataException;
import kata.home.AppName;
import kata.http.Endpoint;
import kata.http.HttpClient;
import kata.json.Json;
import kata.net.HostPort;

/**
 * Adds the servers of apps to a running Caddy through its admin API, and removes them. Never
 * changes a server that kata did not make. Every write is conditional on the configuration that was
 * read, so that two writers lose nothing. Needs Caddy 2.5.2 for that; with older versions the last
 * writer wins.
 *
 * <p>The caller must hold the lock of Caddy's configuration: two kata processes must not write at
 * once.
 */
public final class CaddyAdmin {
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /**
   * How often a write is retried after another writer's change. Each time, that writer made
   * progress.
   */
  private static final int MAX_CONFLICT_RETRIES = 50;

  private final CaddyTransport transport;
  private final Path table;
  private final Function<ObjectNode, Optional<String>> validator;

  private CaddyAdmin(
      HttpClient client, Path table, Function<ObjectNode, Optional<String>> validator) {
    this.transport = new CaddyTransport(client);
    this.table = table;
    this.validator = validator;
  }

  /**
   * Connects to the Caddy at {@code host:port} or {@code unix//path}; rejects any other form.
   *
   * @param table the file with the routes of every app
   * @param validator returns what is wrong with servers before Caddy gets them, such as {@link
   *     CaddyProgram}
   */
  public static CaddyAdmin at(
      String address, Path table, Function<ObjectNode, Optional<String>> validator) {
    try {
      return new CaddyAdmin(new HttpClient(Endpoint.parse(address), CONNECT), table, validator);
    } catch (IllegalArgumentException e) {
      throw KataException.refused(
          "KATA_CADDY_ADMIN: " + e.getMessage(), "set it to an address such as localhost:2019");
    }
  }

  /** Returns the current server of an app in Caddy, as indented JSON. */
  public Optional<String> prettyJson(String app) {
    return server(app).map(Json::pretty);
  }

  /**
   * Returns the current server of an app in Caddy; for a shared server, the app's own part of it,
   * as if it shared no address.
   */
  public Optional<JsonNode> server(String app) {
    RouteTable wanted = RouteTable.read(table);
    ConfigSnapshot now = transport.read();
    Optional<ObjectNode> own = wanted.server(app);
    if (own.isEmpty()) {
      return now.server(app);
    }
    Set<String> serving = Servers.known(wanted.servers()).serving(app);
    if (serving.equals(Set.of(app))) {
      return now.server(app);
    }
    boolean live = now.names().containsAll(serving);
    return live ? Optional.of(own.get()) : Optional.empty();
  }

  /** Returns whether kata configured routes for an app, whatever Caddy has now. */
  public boolean hasRoutes(String app) {
    return RouteTable.read(table).server(app).isPresent();
  }

  /**
   * Throws when Caddy would reject a server: Caddy does not answer, another server has one of its
   * addresses or its name, or another app answers the same requests. Changes nothing.
   *
   * @param mayReplace whether a server of that name is one that kata made
   * @return the other apps that Caddy lost and that this server does not restore
   */
  public Set<String> check(String app, ObjectNode server, boolean mayReplace) {
    RouteTable before = RouteTable.read(table);
    ConfigSnapshot now = transport.read();
    if (!mayReplace && before.server(app).isEmpty() && now.server(app).isPresent()) {
      throw new AddressInUseException(
          "Caddy already has a server '%s', which kata did not make".formatted(app),
          "give the app another name, or remove that server from Caddy's configuration");
    }
    ConfigDiff diff = new ConfigDiff(app, before, before.with(app, server));
    diff.conflicts(now);
    diff.requireOwnIds(now);
    if (!diff.differences(now).isEmpty()) {
      validator.apply(diff.serving()).ifPresent(words -> reject(app, words));
    }
    return diff.lost(now);
  }

  /** The caddy program may be another build than the running Caddy. */
  private static void reject(String app, String words) {
    String hint =
        words.contains("unknown module")
            ? "correct the caddy section; if the running Caddy has that module, set"
                + " KATA_CADDY to its program"
            : "correct the caddy section";
    throw new RoutesRejected(app, words, hint, true);
  }

  /** Returns the ports of a server that Caddy does not listen on yet. */
  public List<HostPort> portsNotListening(ObjectNode server) {
    return transport.read().portsNotListening(server.path("listen"));
  }

  /**
   * Makes Caddy serve an app. Returns false when it already did and nothing was written. Throws
   * {@link RoutesRejected} when Caddy rejects the routes; it then still serves the previous ones.
   */
  public boolean apply(String app, ObjectNode server) {
    RouteTable before = RouteTable.read(table);
    return exchange(app, before, before.with(new AppName(app).value(), server));
  }

  /** Makes Caddy stop serving an app. If Caddy cannot be reached, the next sync does it. */
  public void remove(String app) {
    RouteTable leaving = RouteTable.read(table).leaving(new AppName(app).value());
    keep(leaving);
    exchange(app, leaving, leaving.settled());
  }

  /**
   * Makes Caddy serve exactly these apps of kata: adds what it lost, removes the rest. An app that
   * Caddy rejects does not affect the others.
   *
   * @param busy the apps that another operation changes now: their routes stay
   * @return the apps that are not served, and why
   */
  public SortedMap<String, KataException> sync(
      SortedMap<String, ObjectNode> servers, Set<String> busy) {
    RouteTable before = RouteTable.read(table);
    RouteTable after = before.synced(servers, busy);
    try {
      exchange("", before, after);
      return new ConfigDiff("", after, after).unserved(transport.read());
    } catch (RoutesRejected | AddressInUseException e) {
      return syncEach(before, after);
    }
  }

  /** Starts from what Caddy serves now, and adds one app after the other. */
  private SortedMap<String, KataException> syncEach(RouteTable before, RouteTable wanted) {
    ConfigSnapshot now = transport.read();
    Servers had = Servers.known(before.servers());
    Set<String> lost = now.differences(had.byName().keySet(), had.byName()).keySet();
    Set<String> down = new TreeSet<>(before.servers().keySet());
    down.removeIf(app -> had.serving(app).stream().noneMatch(lost::contains));
    keep(before.without(down).unsure(lost));
    SortedMap<String, KataException> refused = new TreeMap<>();
    for (String app : before.servers().keySet()) {
      if (wanted.server(app).isEmpty()) {
        unlessRefused(app, refused, () -> remove(app));
      }
    }
    wanted
        .servers()
        .forEach((app, server) -> unlessRefused(app, refused, () -> apply(app, server)));
    return refused;
  }

  private static void unlessRefused(
      String app, SortedMap<String, KataException> refused, Runnable change) {
    try {
      change.run();
    } catch (RoutesRejected | AddressInUseException e) {
      refused.put(app, e);
    }
  }

  /**
   * Writes a change. Records it first, so that after a kill the next change knows what Caddy may
   * have.
   */
  private boolean exchange(String app, RouteTable before, RouteTable after) {
    ConfigDiff diff = new ConfigDiff(app, before, after);
    ConfigSnapshot now = transport.read();
    SortedMap<String, JsonNode> differences = diff.differences(now);
    if (!differences.isEmpty()) {
      keep(before.unsure(diff.names()));
      try {
        write(diff, now, differences);
      } catch (RoutesRejected e) {
        if (e.undone()) {
          keep(before);
        }
        throw e;
      }
    }
    keep(after);
    return !differences.isEmpty();
  }

  private void keep(RouteTable now) {
    if (!now.equals(RouteTable.read(table))) {
      now.write(table);
    }
  }

  private void write(
      ConfigDiff diff, ConfigSnapshot first, SortedMap<String, JsonNode> firstDifferences) {
    ConfigSnapshot now = first;
    SortedMap<String, JsonNode> before = diff.present(now);
    SortedMap<String, JsonNode> differences = firstDifferences;
    boolean doubtful = false;
    int lost = 0;
    for (int i = 0; i < MAX_CONFLICT_RETRIES && lost < CaddyTransport.TRIES; i++) {
      // After a write without an answer, the server may exist without serving: a forced reload
      // shows it.
      Optional<Answer> answer = transport.write(now, differences, doubtful);
      if (answer.isPresent() && answer.get().good()) {
        if (!diff.differences(transport.read()).isEmpty()) {
          throw transport.failed(
              "accepted the routes of '%s', but its configuration does not contain them"
                  .formatted(diff.app()));
        }
        return;
      }
      doubtful |= answer.isEmpty();
      lost = answer.isEmpty() ? lost + 1 : 0;
      if (answer.isPresent() && !answer.get().outdated()) {
        throw rejected(diff, answer.get().words(), before);
      }
      CaddyTransport.pause();
      now = transport.read();
      SortedMap<String, JsonNode> left = diff.differences(now);
      if (left.isEmpty()
          && (!doubtful || differences.values().stream().allMatch(JsonNode::isNull))) {
        return; // another writer made the same change
      }
      differences = doubtful ? differences : left;
    }
    if (lost > 0) {
      RoutesRejected rejected =
          rejected(diff, "it closes the connection without an answer", before);
      throw diff.emptyValue(now).map(CaddyAdmin::damaged).orElse(rejected);
    }
    throw transport.failed("was changed by other programs at every attempt");
  }

  /** kata does not remove what another program wrote. */
  private static KataException damaged(String place) {
    return new CaddyUnavailable(
        "Caddy fails at every change: another program left an empty value in its configuration, at "
            + place,
        "remove it (DELETE /config%s of the admin API), or restart Caddy".formatted(place));
  }

  private RoutesRejected rejected(
      ConfigDiff diff, String words, SortedMap<String, JsonNode> before) {
    boolean undone = restore(diff, before);
    String hint =
        diff.servedBefore()
            ? "the previous routes are still live"
            : "Caddy serves no routes for this app, as before";
    return new RoutesRejected(
        diff.app(),
        words,
        undone ? hint : "the previous routes are gone; run `kata caddy:sync` to restore them",
        undone);
  }

  /**
   * Restores the configuration from before a rejected write, and returns whether Caddy has it. A
   * Caddy that panicked keeps the new object, and then fails every write until it is removed.
   */
  private boolean restore(ConfigDiff diff, SortedMap<String, JsonNode> before) {
    ConfigSnapshot now = transport.read();
    SortedMap<String, JsonNode> changed = diff.changedSince(now, before);
    if (!changed.isEmpty()) {
      transport.write(now, changed, true);
      changed = diff.changedSince(transport.read(), before);
    }
    return changed.isEmpty();
  }
}
