package kata.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import kata.caddy.CaddyAdmin;
import kata.caddy.RouteBuilder;
import kata.compose.CaddySection;
import kata.compose.KataFile;
import kata.env.Env;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.home.AppHome;
import kata.home.KataHome;
import kata.process.Progress;

/** The route of an app: what its file wants, and making Caddy say the same. */
final class Routes {
  /** What a file server must not show: kata's own files, and git's. */
  private static final List<String> HIDDEN =
      List.of(
          ".git", KataHome.SOURCE_FILE, KataHome.GENERATED_FILE, KataHome.MODE_FILE, "ENV", ".env");

  /** How long a request waits at most. Who goes away before is forgotten at the next try. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * Who waits tries ten times a second, each for a quarter of one. Caddy answers those between two
   * tries with an error when it loads another configuration.
   */
  private static final Duration LET_GO = Duration.ofMillis(700);

  /** An address of the next release may be marked as down for four seconds. */
  private static final Duration LET_GO_MOVED = Duration.ofSeconds(5);

  private final CaddyAdmin caddy;

  Routes(CaddyAdmin caddy) {
    this.caddy = caddy;
  }

  /**
   * Returns the server object the file wants, after asking Caddy, without changing anything,
   * whether it could be put there.
   *
   * @param mayReplace whether a server of the app's name is the app's own
   */
  Optional<ObjectNode> plan(AppHome app, KataFile file, Env env, boolean mayReplace) {
    Optional<ObjectNode> server = read(file, env);
    server.ifPresent(wanted -> caddy.check(app.name().value(), wanted, mayReplace));
    return server;
  }

  /** Returns the server object the file wants. */
  static Optional<ObjectNode> read(KataFile file, Env env) {
    return file.caddy()
        .map(section -> RouteBuilder.server(CaddySection.values(section, env), HIDDEN));
  }

  /** What was done so that requests wait. */
  interface Hold {
    /** Whether Caddy serves the patient form, so that a plain one has to follow. */
    boolean held();

    /** Gives those who wait the time to get to containers that now answer. */
    void letGo();
  }

  /**
   * Makes requests wait, instead of fail, while the containers of an app are exchanged. Nothing is
   * held when the app has no proxy in Caddy; failing to hold is no reason not to deploy.
   *
   * @param served the server as it is now, which {@link #apply} puts back or replaces afterwards
   * @param next the server that is to follow
   */
  Hold hold(
      AppHome app, Optional<ObjectNode> served, Optional<ObjectNode> next, Progress progress) {
    if (served.isEmpty()) {
      return holding(false, Duration.ZERO);
    }
    ObjectNode now = served.get();
    ObjectNode patient = RouteBuilder.patient(now, next.orElse(now), PATIENCE);
    String name = app.name().value();
    try {
      if (patient.equals(now) || caddy.server(name).isEmpty()) {
        return holding(false, Duration.ZERO);
      }
      caddy.apply(name, patient);
      progress.step("Visitors wait while its containers change");
      boolean moves = !patient.equals(RouteBuilder.patient(now, PATIENCE));
      return holding(true, moves ? LET_GO_MOVED : LET_GO);
    } catch (KataException e) {
      progress.detail("visitors will not wait: " + e.message());
      return holding(false, Duration.ZERO);
    }
  }

  private static Hold holding(boolean held, Duration pause) {
    return new Hold() {
      @Override
      public boolean held() {
        return held;
      }

      @Override
      public void letGo() {
        try {
          Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new KataException(ExitCode.INTERRUPTED, "interrupted", "", e);
        }
      }
    };
  }

  /** Puts the wanted server in place; takes the old one away when the file has none any more. */
  void apply(
      AppHome app, Optional<ObjectNode> wanted, Optional<ObjectNode> before, Progress progress) {
    String name = app.name().value();
    if (wanted.isPresent()) {
      boolean changed = caddy.apply(name, wanted.get());
      progress.step(changed ? "Caddy now serves the app" : "Caddy's route is unchanged");
    } else if (before.isPresent()) {
      caddy.remove(name);
      progress.step("Took the app off Caddy: its file has no caddy section any more");
    }
  }
}
