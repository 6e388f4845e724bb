package kata.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import kata.caddy.admin.CaddyAdmin;
import kata.caddy.model.AddressInUseException;
import kata.error.Busy;
import kata.error.CaddyRejected;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.home.AppHome;
import kata.home.AppName;
import kata.home.HeldLock;
import kata.home.KataHome;
import kata.home.Settings;
import kata.process.Exec;
import kata.process.Progress;
import kata.release.Journal;
import kata.release.ReleaseStore;

/** Makes Caddy serve what the releases of all apps say. */
public final class RouteSync {
  private final KataHome home;
  private final Exec exec;
  private final CaddyAdmin caddy;
  private final Settings settings;

  public RouteSync(KataHome home, Exec exec, CaddyAdmin caddy, Settings settings) {
    this.home = home;
    this.exec = exec;
    this.caddy = caddy;
    this.settings = settings;
  }

  /**
   * Puts back what Caddy lost, and takes out what apps that are gone left there. An app that is
   * being changed keeps what it has. Throws at the end when Caddy refused the routes of some.
   */
  public void run(Progress progress) {
    SortedMap<String, ObjectNode> servers = new TreeMap<>();
    Set<String> busy = new TreeSet<>();
    SortedMap<String, KataException> refused;
    Optional<HeldLock> others = Routes.spareVisitors(home, "all routes", progress);
    try (HeldLock held =
        HeldLock.take(home.caddyLock(), "all routes", settings.lockTimeout(), progress)) {
      for (AppName name : home.appNames()) {
        collect(home.app(name), servers, busy, progress);
      }
      refused = caddy.sync(servers, busy);
    } finally {
      others.ifPresent(HeldLock::close);
    }
    if (!refused.isEmpty()) {
      throw unserved(refused, progress);
    }
    String left = busy.isEmpty() ? "" : "; left alone, as they are being changed: " + busy;
    progress.success("Caddy has the routes of %d apps%s".formatted(servers.size(), left));
  }

  private static KataException unserved(
      SortedMap<String, KataException> refused, Progress progress) {
    refused.forEach(
        (app, why) -> {
          String wayOut = why instanceof AddressInUseException ? "; " + why.hint() : "";
          progress.warn("%s is not served: %s%s".formatted(app, why.message(), wayOut));
        });
    List<String> wrong =
        refused.entrySet().stream()
            .filter(each -> !isHeld(each.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return new CaddyRejected(
        "Caddy does not serve " + String.join(", ", refused.keySet()),
        wrong.isEmpty()
            ? "resolve the conflict, then run `kata caddy:sync`"
            : "correct the caddy section of %s and push".formatted(String.join(", ", wrong)));
  }

  /** Others have what they want; no app need be wrong. */
  private static boolean isHeld(KataException why) {
    return why instanceof AddressInUseException || why.message().contains("address already in use");
  }

  /** An app that is being changed, or was when kata was killed, is for its next command. */
  private void collect(
      AppHome app, SortedMap<String, ObjectNode> servers, Set<String> busy, Progress progress) {
    String name = app.name().value();
    ReleaseStore releases = new ReleaseStore(app, new BareRepository(app.repo(), exec));
    try (HeldLock held =
        HeldLock.take(app.lock(), "caddy:sync", Duration.ZERO, Progress.silent())) {
      if (Journal.read(releases.journal()).isPresent()) {
        busy.add(name);
        return;
      }
      releases.current().flatMap(releases::served).ifPresent(server -> servers.put(name, server));
    } catch (KataException e) {
      if (!(e instanceof Busy)) {
        progress.warn("the routes of %s stay as they are: %s".formatted(name, e.message()));
      }
      busy.add(name);
    }
  }
}
