package kata.deploy;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

  /**
   * Makes an earlier release the present one again, with the environment and the route it had.
   *
   * @param number which; the one before the present one when not given
   */
  public void rollBack(AppHome app, Optional<Integer> number, Progress progress) {
    try (AppLock held = AppLock.take(app, "rollback", lockTimeout, progress)) {
      ReleaseStore releases = releases(app);
      Release present = present(app);
      Release earlier = earlier(releases, present, number);
      progress.step("Bringing %s back to %s".formatted(app.name(), earlier.shown()));
      Optional<Mode> choice = Modes.choice(present.code());
      Modes.choose(earlier.code(), choice);
      again(app, present, earlier, releases.env(earlier), choice, false, progress);
      progress.success(
          "%s is back at %s, %s".formatted(app.name(), earlier.shortRevision(), earlier.shown()));
    }
  }

  private static Release earlier(ReleaseStore releases, Release present, Optional<Integer> number) {
    List<Release> others =
        releases.finished().stream().filter(r -> r.number() != present.number()).toList();
    Predicate<Release> asked =
        release ->
            number.map(n -> n == release.number()).orElse(release.number() < present.number());
    return others.stream()
        .filter(asked)
        .reduce((a, b) -> b)
        .orElseThrow(
            () ->
                KataException.refused(
                    number
                        .map(n -> "there is no release %d to go back to".formatted(n))
                        .orElse("there is no release before " + present.shown()),
                    others.isEmpty()
                        ? "no other one is kept"
                        : "there is "
                            + others.stream().map(Release::shown).collect(joining(", "))));
  }

  private void again(
      AppHome app, Release release, Optional<Mode> choice, boolean restart, Progress progress) {
    again(app, release, release, Optional.empty(), choice, restart, progress);
  }

  /**
   * Starts a release that was checked out before.
   *
   * @param present what runs now
   * @param next what is to run; the same, unless the app rolls back
   * @param kept the environment to run it with; that of today when not given
   */
  private void again(
      AppHome app,
      Release present,
      Release next,
      Optional<Env> kept,
      Optional<Mode> choice,
      boolean restart,
      Progress progress) {
    ReleaseStore releases = releases(app);
    KataFile file = AppSource.of(next.code());
    Mode now = releases.mode(present);
    Target target = modes.target(app, modes.decide(choice, file, Optional.of(now)));
    Env env = kept.orElseGet(() -> environment.merge(app, file, progress));
    target.swarm().ifPresent(swarm -> SwarmForm.check(file, env, swarm));
    Optional<ObjectNode> server = routes.plan(app, file, env, true);
    Map<String, RuntimeUse> runtimes = preparation.runtimes(app, next.code(), file, env, progress);
    Path generated = Preparation.stack(app, next).file();
    Optional<String> before = textOf(generated);
    try {
      Optional<Stack> stack = preparation.write(app, next, file, env, runtimes, target, progress);
      switchover.run(
          new Change(
              app,
              stack,
              modes.orchestrator(now),
              target.orchestrator(),
              restart,
              server,
              releases.server(present),
              () -> releases.finish(next, Terms.of(target.mode(), env, runtimes, server)),
              () -> {
                restore(generated, before);
                return next.equals(present) && before.isEmpty()
                    ? Optional.empty()
                    : Optional.of(present);
              }),
          progress);
    } catch (KataException e) {
      restore(generated, before);
      throw e;
    }
  }

  /** A release that can be gone back to. */
  public record Kept(Release release, String finishedAt, Mode mode, boolean present) {}

  /** Returns the releases that are kept, from old to new. */
  public List<Kept> releasesOf(AppHome app) {
    ReleaseStore releases = releases(app);
    int present = releases.current().map(Release::number).orElse(0);
    return releases.finished().stream()
        .map(
            release ->
                new Kept(
                    release,
                    releases.finishedAt(release),
                    releases.mode(release),
                    release.number() == present))
        .toList();
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

  private static void restore(Path generated, Optional<String> before) {
    before.ifPresent(text -> AtomicFile.write(generated, text, "rw-------"));
  }

  private static Optional<String> textOf(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw KataException.refused("cannot read %s: %s".formatted(file, e.getMessage()), "");
    }
  }
}
