package kata.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kata.caddy.admin.CaddyAdmin;
import kata.caddy.admin.ReachabilityProbe;
import kata.caddy.model.AddressInUseException;
import kata.caddy.model.RouteBuilder;
import kata.caddy.model.ShortForm;
import kata.caddy.model.ShortForm.Upstream;
import kata.compose.CaddySection;
import kata.compose.KataFile;
import kata.compose.ServiceSpec;
import kata.env.Env;
import kata.error.Busy;
import kata.error.KataException;
import kata.home.AppHome;
import kata.home.HeldLock;
import kata.home.KataHome;
import kata.json.Json;
import kata.net.HostPort;
import kata.process.Progress;
import kata.yaml.Yaml.Mapping;

/** The route of an app: what its file wants, and making Caddy say the same. */
public final class Routes {
  /** What a file server must not show: kata's own files, and git's. */
  private static final List<String> HIDDEN =
      List.of(
          ".git",
          KataHome.SOURCE_FILE,
          KataHome.GENERATED_FILE,
          KataHome.DRAFT_FILE,
          KataHome.MODE_FILE,
          "ENV",
          ".env");

  /** How long a request waits at most. Caddy drops a disconnected visitor at the next try. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How long the change of another app's route waits for such requests. */
  private static final Duration OTHERS_WAIT = Duration.ofSeconds(15);

  private final CaddyAdmin caddy;
  private final ReachabilityProbe check;
  private final Duration lockTimeout;

  public Routes(CaddyAdmin caddy, ReachabilityProbe check, Duration lockTimeout) {
    this.caddy = caddy;
    this.check = check;
    this.lockTimeout = lockTimeout;
  }

  /**
   * Returns the server object the file wants, after asking Caddy, without changing anything,
   * whether it could be put there. Warns when Caddy lost the routes of other apps.
   *
   * @param mayReplace whether a server of the app's name is the app's own
   */
  public Optional<ObjectNode> plan(
      AppHome app, KataFile file, Env env, boolean mayReplace, Progress progress) {
    Optional<ObjectNode> server = read(file, env);
    Set<String> lost;
    try {
      lost =
          server
              .map(wanted -> caddy.check(app.name().value(), wanted, mayReplace))
              .orElse(Set.of());
    } catch (AddressInUseException e) {
      String place = file.caddy().map(section -> section.mark() + ": ").orElse("");
      throw e.reworded(place + e.message(), e.hint());
    }
    if (!lost.isEmpty()) {
      progress.warn(
          "Caddy has lost the routes of %s; `kata caddy:sync` puts them back"
              .formatted(String.join(", ", lost)));
    }
    return server;
  }

  /** Returns the ports of this server that Caddy does not listen on yet. */
  public List<HostPort> missing(Optional<ObjectNode> server) {
    return server.map(caddy::portsNotListening).orElse(List.of());
  }

  /** Returns the server object the file wants. */
  public static Optional<ObjectNode> read(KataFile file, Env env) {
    return file.caddy().map(section -> read(section, file, env));
  }

  private static ObjectNode read(Mapping section, KataFile file, Env env) {
    Map<String, Object> values = CaddySection.values(section, env);
    List<Upstream> upstreams = ShortForm.isProxy(values) ? upstreams(file, env) : List.of();
    try {
      return RouteBuilder.server(
          ShortForm.is(values) ? expand(values, file, upstreams, env) : values, HIDDEN);
    } catch (KataException e) {
      throw section.mark().refuse(e.message(), e.hint());
    }
  }

  private static List<Upstream> upstreams(KataFile file, Env env) {
    return file.ports(env).stream()
        .filter(port -> port.protocol().equals("tcp") && port.from() == port.to())
        .map(port -> new Upstream(port.service(), port.target(), port.dial()))
        .toList();
  }

  private static Map<String, Object> expand(
      Map<String, Object> values, KataFile file, List<Upstream> upstreams, Env env) {
    Set<String> services =
        file.services().stream().map(ServiceSpec::name).collect(Collectors.toSet());
    return ShortForm.expand(values, services, upstreams, Path.of(env.get("APP_ROOT").orElse("/")));
  }

  /**
   * Makes requests wait, instead of fail, while the containers of an app are exchanged. Nothing is
   * held when the app has no proxy in Caddy; failing to hold is no reason not to deploy.
   *
   * @param served the server as it is now, which {@link #apply} puts back or replaces afterwards
   * @param next the server that is to follow
   */
  public RequestHold hold(
      AppHome app, Optional<ObjectNode> served, Optional<ObjectNode> next, Progress progress) {
    if (served.isEmpty()) {
      return RequestHold.none();
    }
    ObjectNode now = served.get();
    ObjectNode patient = RouteBuilder.holdRequests(now, next.orElse(now), PATIENCE);
    String name = app.name().value();
    Optional<HeldLock> others = Optional.empty();
    try {
      if (patient.equals(now)) {
        return RequestHold.none();
      }
      others = spareVisitors(app.home(), "a change of " + app.name(), progress);
      Optional<Boolean> changed =
          locked(app, progress, () -> caddy.server(name).map(there -> caddy.apply(name, patient)));
      if (changed.isEmpty()) {
        others.ifPresent(HeldLock::close);
        return RequestHold.none();
      }
      if (changed.get()) {
        progress.step("Visitors wait while its containers change");
      }
      boolean moves = !patient.equals(RouteBuilder.holdRequests(now, PATIENCE));
      return RequestHold.of(moves, others);
    } catch (KataException e) {
      others.ifPresent(HeldLock::close);
      progress.detail("visitors will not wait: " + e.message());
      return RequestHold.none();
    }
  }

  /** Returns whether requests wait while the containers of an app change. */
  public static boolean holds(Optional<ObjectNode> served, Optional<ObjectNode> next) {
    return served
        .map(now -> !RouteBuilder.holdRequests(now, next.orElse(now), PATIENCE).equals(now))
        .orElse(false);
  }

  /** Puts the wanted server in place; takes the old one away when the file has none any more. */
  public void apply(
      AppHome app, Optional<ObjectNode> wanted, Optional<ObjectNode> before, Progress progress) {
    String name = app.name().value();
    if (wanted.isPresent()) {
      boolean changed = alone(app, progress, () -> caddy.apply(name, wanted.get()));
      boolean other = changed && !wanted.equals(before); // the one it had may have been patient
      progress.step(other ? "Caddy now serves the app" : "Caddy's route is unchanged");
    } else if (before.isPresent()) {
      remove(app, progress);
      progress.step("Took the app off Caddy: its file has no caddy section any more");
    }
  }

  /** Returns what {@link #apply} would change, one line each. */
  public static List<String> changes(Optional<ObjectNode> wanted, Optional<ObjectNode> before) {
    if (wanted.isEmpty()) {
      return before.isPresent() ? List.of("the app is removed from Caddy") : List.of();
    }
    String listen = "listens on " + String.join(", ", Json.texts(wanted.get().path("listen")));
    if (before.isEmpty()) {
      return List.of("Caddy gets the app, which " + listen);
    }
    return wanted.equals(before)
        ? List.of("Caddy's route is unchanged")
        : List.of("Caddy's route changes; the app " + listen);
  }

  /**
   * Throws if visitors do not reach an app through its server; reports if the check is impossible.
   */
  public void requireReached(Optional<ObjectNode> server, Progress progress) {
    server.ifPresent(wanted -> check.run(wanted, progress));
  }

  /** Puts the server of the old release back, or takes that of the new one away. */
  public void restore(
      AppHome app, Optional<ObjectNode> old, Optional<ObjectNode> tried, Progress progress) {
    if (old.isPresent()) {
      alone(app, progress, () -> caddy.apply(app.name().value(), old.get()));
    } else if (tried.isPresent()) {
      remove(app, progress);
    }
  }

  /** Takes the server of an app out of Caddy. */
  public void remove(AppHome app, Progress progress) {
    alone(
        app,
        progress,
        () -> {
          caddy.remove(app.name().value());
          return true;
        });
  }

  private <T> T alone(AppHome app, Progress progress, Supplier<T> work) {
    Optional<HeldLock> others = spareVisitors(app.home(), "a change of " + app.name(), progress);
    try {
      return locked(app, progress, work);
    } finally {
      others.ifPresent(HeldLock::close);
    }
  }

  /**
   * Waits a little while the visitors of another app wait: Caddy would answer them with an error
   * when it loads a new configuration.
   */
  static Optional<HeldLock> spareVisitors(KataHome home, String purpose, Progress progress) {
    try {
      return Optional.of(HeldLock.take(home.requestHoldLock(), purpose, OTHERS_WAIT, progress));
    } catch (KataException e) {
      if (!(e instanceof Busy)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private <T> T locked(AppHome app, Progress progress, Supplier<T> work) {
    String purpose = "the route of " + app.name();
    try (HeldLock held = HeldLock.take(app.home().caddyLock(), purpose, lockTimeout, progress)) {
      return work.get();
    }
  }
}
