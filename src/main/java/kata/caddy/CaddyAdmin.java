package kata.caddy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import kata.caddy.CaddyTransport.Answer;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.http.Endpoint;
import kata.http.HttpClient;

/**
 * Puts the server of an app into a running Caddy, through its admin API, and takes it out. Only
 * {@code /apps/http/servers/<app>} is ever written, and only while the rest is as it was read, so
 * that two writers lose nothing. Works with Caddy 2.5.2 and later; before, the last writer wins.
 */
public final class CaddyAdmin {
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** How often others may come in between: each time, one of them got its work done. */
  private static final int MOST_TURNS = 50;

  private final CaddyTransport transport;

  /** Speaks to Caddy through a client. */
  public CaddyAdmin(HttpClient client) {
    transport = new CaddyTransport(client);
  }

  /** Speaks to the Caddy at {@code host:port} or {@code unix//path}; refuses another form. */
  public static CaddyAdmin at(String address) {
    try {
      return new CaddyAdmin(new HttpClient(Endpoint.parse(address), CONNECT));
    } catch (IllegalArgumentException e) {
      throw KataException.refused(
          "KATA_CADDY_ADMIN: " + e.getMessage(), "set it to localhost:2019, say");
    }
  }

  /** Returns the server of an app as it is in Caddy now, as text for a person. */
  public Optional<String> shown(String app) {
    return server(app).map(JsonNode::toPrettyString);
  }

  /** Returns the server of an app as it is in Caddy now. */
  public Optional<JsonNode> server(String app) {
    return transport.read().server(app);
  }

  /**
   * Tells, before anything is done, that Caddy would not take a server: Caddy is not there, another
   * server has one of its addresses, or its name. Changes nothing.
   *
   * @param mayReplace whether a server of that name is one that kata made
   */
  public void check(String app, ObjectNode server, boolean mayReplace) {
    Snapshot now = transport.read();
    if (!mayReplace && now.server(app).isPresent()) {
      throw new KataException(
          ExitCode.CADDY,
          "Caddy already has a server '%s', which kata did not make".formatted(app),
          "give the app another name, or take that server out of Caddy's configuration");
    }
    checkAddresses(app, server, now);
  }

  /**
   * Makes Caddy serve an app so; returns false when it already did and nothing was written. Throws
   * {@link CaddyRejected} when Caddy will not have it; what Caddy served before, it then still
   * serves.
   */
  public boolean apply(String app, ObjectNode server) {
    Snapshot now = transport.read();
    Optional<JsonNode> before = now.server(app);
    if (same(before, Optional.of(server))) {
      return false;
    }
    boolean doubtful = false;
    int lost = 0;
    for (int i = 0; i < MOST_TURNS && lost < CaddyTransport.TRIES; i++) {
      checkAddresses(app, server, now);
      // An object whose write was not answered may be there and not serve: loading it again tells.
      Optional<Answer> answer = transport.put(app, server, now, doubtful);
      doubtful |= answer.isEmpty();
      lost = answer.isEmpty() ? lost + 1 : 0;
      if (answer.isPresent() && answer.get().good()) {
        readBack(app, server);
        return true;
      }
      if (answer.isPresent() && !answer.get().outdated()) {
        throw new CaddyRejected(app, answer.get().words(), restore(app, before));
      }
      CaddyTransport.pause();
      now = transport.read();
    }
    if (lost > 0) {
      throw new CaddyRejected(app, "it hangs up on them", restore(app, before));
    }
    throw transport.failed("is changed by others all the time");
  }

  /** Makes Caddy stop serving an app; does nothing when it does not. */
  public void remove(String app) {
    int lost = 0;
    for (int i = 0; i < MOST_TURNS && lost < CaddyTransport.TRIES; i++) {
      Snapshot now = transport.read();
      if (now.server(app).isEmpty()) {
        return;
      }
      Optional<Answer> answer = transport.delete(app, now);
      if (answer.isPresent() && !answer.get().good() && !answer.get().outdated()) {
        throw new CaddyRejected(app, answer.get().words(), "its routes are still live");
      }
      lost = answer.isEmpty() ? lost + 1 : 0;
      if (answer.isEmpty() || answer.get().outdated()) {
        CaddyTransport.pause();
      }
    }
    if (server(app).isPresent()) {
      throw transport.failed("does not let go of the routes of '%s'".formatted(app));
    }
  }

  private static void checkAddresses(String app, ObjectNode server, Snapshot now) {
    List<Snapshot.Taken> taken = now.taken(app);
    for (JsonNode address : server.path("listen")) {
      for (Snapshot.Taken other : taken) {
        if (other.meets(address.asText())) {
          throw new KataException(
              ExitCode.CADDY,
              other.owner() + " already listens on " + other.address(),
              "let '%s' listen on another address than %s".formatted(app, address.asText()));
        }
      }
    }
  }

  private void readBack(String app, ObjectNode wanted) {
    if (!same(server(app), Optional.of(wanted))) {
      throw transport.failed("took the routes of '%s', but holds others now".formatted(app));
    }
  }

  /**
   * Sees to it that Caddy holds what it held before a refused write, and returns how that went. A
   * Caddy that panicked keeps the new object, and then fails every writer until it is deleted.
   */
  private String restore(String app, Optional<JsonNode> before) {
    Snapshot now = transport.read();
    if (!same(now.server(app), before)) {
      transport.delete(app, now);
      if (before.isPresent() && before.get() instanceof ObjectNode old) {
        transport.put(app, old, transport.read(), false);
      }
      now = transport.read();
    }
    if (!same(now.server(app), before)) {
      return "the routes from before are gone; `kata restart` of the app brings them back";
    }
    return before.isPresent()
        ? "the routes from before are still live"
        : "Caddy serves nothing for this app, as before";
  }

  /** Compares as Caddy does, for which every number is a double. */
  private static boolean same(Optional<JsonNode> one, Optional<JsonNode> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty();
    }
    return one.get().equals(CaddyAdmin::compareScalars, other.get());
  }

  private static int compareScalars(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return Double.compare(one.doubleValue(), other.doubleValue());
    }
    return one.equals(other) ? 0 : 1;
  }
}
