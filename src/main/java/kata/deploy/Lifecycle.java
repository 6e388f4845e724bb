package kata.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import kata.compose.KataFile;
import kata.compose.Placement.RuntimeUse;
import kata.compose.SwarmForm;
import kata.deploy.Modes.Target;
import kata.deploy.Switchover.Change;
import kata.docker.Stack;
import kata.env.Env;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.home.AppHome;
import kata.home.AppLock;
import kata.home.AtomicFile;
import kata.home.Mode;
import kata.process.Exec;
import kata.process.Progress;

/** Starts and stops the present release of an app, without a new commit. */
public final class Lifecycle {
  private final Exec exec;
  private final AppEnvironment environment;
  private final Preparation preparation;
  private final Routes routes;
  private final Switchover switchover;
  private final Modes modes;
  private final Duration lockTimeout;

  Lifecycle(
      Exec exec,
      AppEnvironment environment,
      Preparation preparation,
      Routes routes,
      Switchover switchover,
      Modes modes,
      Duration lockTimeout) {
    this.exec = exec;
    this.environment = environment;
    this.preparation = preparation;
    this.routes = routes;
    this.switchover = switchover;
    this.modes = modes;
    this.lockTimeout = lockTimeout;
  }

  /**
   * Stops and starts the app again with its present code and its present configuration. Refuses
   * before stopping anything when these do not go together.
   */
  public void restart(AppHome app, Progress progress) {
    try (AppLock held = AppLock.take(app, "restart", lockTimeout, progress)) {
      Release release = present(app);
      progress.step("Restarting %s, %s".formatted(app.name(), release.shown()));
      again(app, release, Modes.choice(release.code()), true, progress);
      progress.success("%s runs again".formatted(app.name()));
    }
  }

  /** Starts again what its present configuration changes, and only that. */
  public void refresh(AppHome app, Progress progress) {
    try (AppLock held = AppLock.take(app, "refresh", lockTimeout, progress)) {
      Release release = present(app);
      progress.step("Bringing %s, %s, up to date".formatted(app.name(), release.shown()));
      again(app, release, Modes.choice(release.code()), false, progress);
    }
  }

  /**
   * Chooses the mode an app runs in, and starts it there; nothing chosen leaves it to its file and
   * this server. When it does not start there, it runs as before and nothing is chosen.
   */
  public void choose(AppHome app, Optional<Mode> choice, Progress progress) {
    try (AppLock held = AppLock.take(app, "mode", lockTimeout, progress)) {
      Release release = present(app);
      Mode now = releases(app).mode(release);
      Mode then = modes.decide(choice, AppSource.of(release.code()), Optional.of(now)).mode();
      if (then != now) {
        progress.step("Moving %s from %s to %s".formatted(app.name(), now.shown(), then.shown()));
        again(app, release, choice, true, progress);
      }
      Modes.choose(release.code(), choice);
      progress.success("%s runs in %s mode".formatted(app.name(), then.word()));
    }
  }

  /** Returns how an app runs, and why. */
  public Modes.Decision mode(AppHome app) {
    Release release = present(app);
    Mode now = releases(app).mode(release);
    Modes.Decision decision =
        modes.decide(Modes.choice(release.code()), AppSource.of(release.code()), Optional.of(now));
    return decision.mode() == now ? decision : decision.notYet(now);
  }

  private void again(
      AppHome app, Release release, Optional<Mode> choice, boolean restart, Progress progress) {
    ReleaseStore releases = releases(app);
    Optional<ObjectNode> oldServer = releases.server(release);
    KataFile file = AppSource.of(release.code());
    Mode now = releases.mode(release);
    Target target = modes.target(app, modes.decide(choice, file, Optional.of(now)));
    Env env = environment.merge(app, file, progress);
    target.swarm().ifPresent(swarm -> SwarmForm.check(file, env, swarm));
    Optional<ObjectNode> server = routes.plan(app, file, env, true);
    Map<String, RuntimeUse> runtimes =
        preparation.runtimes(app, release.code(), file, env, progress);
    Path generated = Preparation.stack(app, release).file();
    Optional<String> before = textOf(generated);
    try {
      Optional<Stack> stack =
          preparation.write(app, release, file, env, runtimes, target, progress);
      switchover.run(
          new Change(
              app,
              stack,
              modes.orchestrator(now),
              target.orchestrator(),
              restart,
              server,
              oldServer,
              () -> releases.finish(release, target.mode(), server),
              () -> restore(release, generated, before)),
          progress);
    } catch (KataException e) {
      restore(release, generated, before);
      throw e;
    }
  }

  /** Stops the app and keeps everything else. */
  public void stop(AppHome app, Progress progress) {
    try (AppLock held = AppLock.take(app, "stop", lockTimeout, progress)) {
      Optional<Release> release = releases(app).current();
      Optional<Stack> stack =
          release
              .map(current -> Preparation.stack(app, current))
              .filter(found -> Files.exists(found.file()));
      if (stack.isEmpty()) {
        throw KataException.refused("app '%s' was never started".formatted(app.name()), "");
      }
      progress.step("Stopping " + app.name());
      modes.orchestrator(releases(app).mode(release.get())).stop(stack.get(), progress);
    }
  }

  private ReleaseStore releases(AppHome app) {
    return new ReleaseStore(app, new BareRepository(app.repo(), exec));
  }

  private Release present(AppHome app) {
    return releases(app)
        .current()
        .orElseThrow(
            () ->
                KataException.refused(
                    "app '%s' has no release yet".formatted(app.name()), "push to it"));
  }

  private static Optional<Release> restore(
      Release release, Path generated, Optional<String> before) {
    before.ifPresent(text -> AtomicFile.write(generated, text, "rw-------"));
    return before.map(text -> release);
  }

  private static Optional<String> textOf(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw KataException.refused("cannot read %s: %s".formatted(file, e.getMessage()), "");
    }
  }
}
