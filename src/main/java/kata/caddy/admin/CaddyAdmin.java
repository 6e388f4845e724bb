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
 * Puts the servers of apps into a running Caddy, through its admin API, and takes them out. Servers
 * that kata did not make are never changed, and a write happens only while Caddy is as it was read,
 * so that two writers lose nothing. Works with Caddy 2.5.2 and later; before, the last writer wins.
 *
 * <p>Two katas must not write at once: the caller holds the lock of Caddy's configuration.
 */
public final class CaddyAdmin {
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** How often others may come in between: each time, one of them got its work done. */
  private static final int MOST_TURNS = 50;

  private final CaddyTransport transport;
  private final Path table;
  private final Function<ObjectNode, Optional<String>> judge;

  private CaddyAdmin(HttpClient client, Path table, Function<ObjectNode, Optional<String>> judge) {
    this.transport = new CaddyTransport(client);
    this.table = table;
    this.judge = judge;
  }

  /**
   * Speaks to the Caddy at {@code host:port} or {@code unix//path}; refuses another form.
   *
   * @param table where what every app wants is kept
   * @param judge tells what is wrong with servers before Caddy gets them, such as {@link
   *     CaddyProgram}
   */
  public static CaddyAdmin at(
      String address, Path table, Function<ObjectNode, Optional<String>> judge) {
    try {
      return new CaddyAdmin(new HttpClient(Endpoint.parse(address), CONNECT), table, judge);
    } catch (IllegalArgumentException e) {
      throw KataException.refused(
          "KATA_CADDY_ADMIN: " + e.getMessage(), "set it to localhost:2019, say");
    }
  }

  /** Returns the server of an app as it is in Caddy now, as text for a person. */
  public Optional<String> shown(String app) {
    return server(app).map(Json::pretty);
  }

  /**
   * Returns the server of an app as it is in Caddy now; where it shares one with other apps, its
   * own part of that, as if it were alone.
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

  /** Tells whether Caddy was told to serve an app, whatever it has now. */
  public boolean wants(String app) {
    return RouteTable.read(table).server(app).isPresent();
  }

  /**
   * Tells, before anything is done, that Caddy would not take a server: Caddy is not there, another
   * server has one of its addresses, or its name, or another app answers the same requests. Changes
   * nothing.
   *
   * @param mayReplace whether a server of that name is one that kata made
   * @return the other apps that Caddy lost, and does not get back with this one
   */
  public Set<String> check(String app, ObjectNode server, boolean mayReplace) {
    RouteTable before = RouteTable.read(table);
    ConfigSnapshot now = transport.read();
    if (!mayReplace && before.server(app).isEmpty() && now.server(app).isPresent()) {
      throw new AddressInUseException(
          "Caddy already has a server '%s', which kata did not make".formatted(app),
          "give the app another name, or take that server out of Caddy's configuration");
    }
    ConfigDiff exchange = new ConfigDiff(app, before, before.with(app, server));
    exchange.conflicts(now);
    exchange.requireOwnIds(now);
    if (!exchange.differences(now).isEmpty()) {
      judge.apply(exchange.serving()).ifPresent(words -> refuse(app, words));
    }
    return exchange.lost(now);
  }

  /** The program may be another build than the Caddy that runs. */
  private static void refuse(String app, String words) {
    String hint =
        words.contains("unknown module")
            ? "correct the caddy section; if the Caddy that runs has that module, name its program in"
                + " KATA_CADDY"
            : "correct the caddy section";
    throw new RoutesRejected(app, words, hint, true);
  }

  /** Returns the ports of this server that Caddy would have to listen on anew for a server. */
  public List<HostPort> missing(ObjectNode server) {
    return transport.read().notYet(server.path("listen"));
  }

  /**
   * Makes Caddy serve an app so; returns false when it already did and nothing was written. Throws
   * {@link RoutesRejected} when Caddy will not have it; what Caddy served before, it then still
   * serves.
   */
  public boolean apply(String app, ObjectNode server) {
    RouteTable before = RouteTable.read(table);
    return exchange(app, before, before.with(new AppName(app).value(), server));
  }

  /** Makes Caddy stop serving an app; a Caddy that cannot be reached is told at the next sync. */
  public void remove(String app) {
    RouteTable leaving = RouteTable.read(table).leaving(new AppName(app).value());
    keep(leaving);
    exchange(app, leaving, leaving.settled());
  }

  /**
   * Makes Caddy serve these apps and no others of kata, whatever it lost or has too much. One that
   * Caddy refuses does not keep the others away.
   *
   * @param busy the apps that are being changed: what they have stays
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

  /** Begins with what Caddy does serve, and adds one app after the other. */
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

  /** A kata that is killed in the midst of it leaves word of what Caddy may have. */
  private boolean exchange(String app, RouteTable before, RouteTable after) {
    ConfigDiff exchange = new ConfigDiff(app, before, after);
    ConfigSnapshot now = transport.read();
    SortedMap<String, JsonNode> differences = exchange.differences(now);
    if (!differences.isEmpty()) {
      keep(before.unsure(exchange.names()));
      try {
        write(exchange, now, differences);
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
      ConfigDiff exchange, ConfigSnapshot first, SortedMap<String, JsonNode> firstly) {
    ConfigSnapshot now = first;
    SortedMap<String, JsonNode> before = exchange.present(now);
    SortedMap<String, JsonNode> differences = firstly;
    boolean doubtful = false;
    int lost = 0;
    for (int i = 0; i < MOST_TURNS && lost < CaddyTransport.TRIES; i++) {
      // A server whose write was not answered may be there and not serve: loading it again tells.
      Optional<Answer> answer = transport.write(now, differences, doubtful);
      if (answer.isPresent() && answer.get().good()) {
        if (!exchange.differences(transport.read()).isEmpty()) {
          throw transport.failed(
              "took the routes of '%s', but holds others now".formatted(exchange.app()));
        }
        return;
      }
      doubtful |= answer.isEmpty();
      lost = answer.isEmpty() ? lost + 1 : 0;
      if (answer.isPresent() && !answer.get().outdated()) {
        throw rejected(exchange, answer.get().words(), before);
      }
      CaddyTransport.pause();
      now = transport.read();
      SortedMap<String, JsonNode> left = exchange.differences(now);
      if (left.isEmpty()
          && (!doubtful || differences.values().stream().allMatch(JsonNode::isNull))) {
        return; // somebody else did the same, or what was to go is gone
      }
      differences = doubtful ? differences : left;
    }
    if (lost > 0) {
      RoutesRejected rejected = rejected(exchange, "it hangs up on them", before);
      throw exchange.emptyValue(now).map(CaddyAdmin::damaged).orElse(rejected);
    }
    throw transport.failed("is changed by others all the time");
  }

  /** What another program put there is not kata's to take out. */
  private static KataException damaged(String place) {
    return new CaddyUnavailable(
        "Caddy fails at every change: another program left an empty value in its configuration, at "
            + place,
        "take it out there (DELETE /config%s of the admin API), or restart Caddy".formatted(place));
  }

  private RoutesRejected rejected(
      ConfigDiff exchange, String words, SortedMap<String, JsonNode> before) {
    boolean undone = restore(exchange, before);
    String hint =
        exchange.had()
            ? "the routes from before are still live"
            : "Caddy serves nothing for this app, as before";
    return new RoutesRejected(
        exchange.app(),
        words,
        undone ? hint : "the routes from before are gone; `kata caddy:sync` brings them back",
        undone);
  }

  /**
   * Sees to it that Caddy holds what it held before a refused write, and returns whether it does. A
   * Caddy that panicked keeps the new object, and then fails every writer until it is gone.
   */
  private boolean restore(ConfigDiff exchange, SortedMap<String, JsonNode> before) {
    ConfigSnapshot now = transport.read();
    SortedMap<String, JsonNode> spoiled = exchange.spoiled(now, before);
    if (!spoiled.isEmpty()) {
      transport.write(now, spoiled, true);
      spoiled = exchange.spoiled(transport.read(), before);
    }
    return spoiled.isEmpty();
  }
}
