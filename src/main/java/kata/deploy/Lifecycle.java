package kata.deploy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import kata.app.AppSource;
import kata.app.Modes;
import kata.deploy.runner.DeployRequest;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.StepRunner;
import kata.env.Env;
import kata.error.Busy;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.home.AppHome;
import kata.home.Mode;
import kata.process.Exec;
import kata.process.Progress;
import kata.release.ModeChoice;
import kata.release.Release;
import kata.release.ReleaseRecord;
import kata.release.ReleaseStore;
import kata.route.Routes;

/** Starts, stops and moves apps that were deployed before. */
public final class Lifecycle {
  private final Exec exec;
  private final StepLists steps;
  private final StepRunner runner;
  private final Routes routes;
  private final Modes modes;
  private final OperationQueue queue;

  Lifecycle(
      Exec exec,
      StepLists steps,
      StepRunner runner,
      Routes routes,
      Modes modes,
      OperationQueue queue) {
    this.exec = exec;
    this.steps = steps;
    this.runner = runner;
    this.routes = routes;
    this.modes = modes;
    this.queue = queue;
  }

  /**
   * Stops and starts the app again with its present code and its present configuration. Refuses
   * before stopping anything when these do not go together.
   */
  public void restart(AppHome app, Progress progress) {
    try (AppOperation operation = queue.start(app, "restart", progress)) {
      Release release = present(operation.releases(), app);
      operation.step("Restarting %s, %s".formatted(app.name(), release.displayName()));
      startRelease(
          operation, release, release, Optional.empty(), ModeChoice.read(release.code()), true);
      operation.success("%s runs again".formatted(app.name()));
    }
  }

  /** Starts again what its present configuration changes, and only that; not a stopped app. */
  public void refresh(AppHome app, Progress progress) {
    try (AppOperation operation = queue.start(app, "refresh", progress)) {
      Release release = present(operation.releases(), app);
      if (operation.releases().stopped()) {
        operation.detail(
            "%s is stopped; its next start brings it up to date".formatted(app.name()));
        return;
      }
      operation.step("Bringing %s, %s, up to date".formatted(app.name(), release.displayName()));
      startRelease(
          operation, release, release, Optional.empty(), ModeChoice.read(release.code()), false);
    }
  }

  /**
   * Chooses the mode an app runs in, and starts it there; nothing chosen leaves it to its file and
   * this server. When it does not start there, it runs as before and nothing is chosen.
   */
  public void choose(AppHome app, Optional<Mode> choice, Progress progress) {
    try (AppOperation operation = queue.start(app, "mode", progress)) {
      Release release = present(operation.releases(), app);
      Mode now = operation.releases().mode(release);
      Mode then = modes.decide(choice, AppSource.of(release.code()), Optional.of(now)).mode();
      if (then == now) {
        ModeChoice.write(release.code(), choice);
      } else {
        operation.step(
            "Moving %s from %s to %s".formatted(app.name(), now.displayName(), then.displayName()));
        startRelease(operation, release, release, Optional.empty(), choice, true);
      }
      operation.success("%s runs in %s mode".formatted(app.name(), then.word()));
    }
  }

  /** Returns how an app runs, and why. */
  public Modes.Decision mode(AppHome app) {
    ReleaseStore releases = releases(app);
    Release release = present(releases, app);
    Mode now = releases.mode(release);
    Modes.Decision decision =
        modes.decide(
            ModeChoice.read(release.code()), AppSource.of(release.code()), Optional.of(now));
    return decision.mode() == now ? decision : decision.notYet(now);
  }

  /**
   * Makes an earlier release the present one again, with the environment and the route it had.
   *
   * @param number which; the previous release if empty
   */
  public void rollBack(AppHome app, Optional<Integer> number, Progress progress) {
    try (AppOperation operation = queue.start(app, "rollback", progress)) {
      ReleaseStore releases = operation.releases();
      Release present = present(releases, app);
      Release earlier = earlier(releases, present, number);
      operation.step("Rolling %s back to %s".formatted(app.name(), earlier.displayName()));
      Optional<Env> kept = releases.record(earlier).flatMap(ReleaseRecord::env);
      startRelease(operation, present, earlier, kept, ModeChoice.read(present.code()), false);
      operation.success(
          "%s is back at %s, %s"
              .formatted(app.name(), earlier.shortRevision(), earlier.displayName()));
    }
  }

  /** Returns the release of a number; the last one before the present one when not given. */
  private static Release earlier(ReleaseStore releases, Release present, Optional<Integer> number) {
    List<Release> others =
        releases.promoted().stream()
            .filter(release -> release.number() != present.number())
            .toList();
    return others.stream()
        .filter(release -> number.orElse(present.number() - 1) >= release.number())
        .filter(release -> number.map(n -> n == release.number()).orElse(true))
        .reduce((a, b) -> b)
        .orElseThrow(() -> nothingEarlier(present, number, others));
  }

  private static KataException nothingEarlier(
      Release present, Optional<Integer> number, List<Release> others) {
    return KataException.refused(
        number
            .map("there is no release %d to restore"::formatted)
            .orElse("there is no release before " + present.displayName()),
        others.isEmpty()
            ? "no other release is kept"
            : "kata keeps "
                + others.stream().map(Release::displayName).collect(Collectors.joining(", ")));
  }

  /**
   * Starts a release that was checked out before.
   *
   * @param present what runs now
   * @param next what is to run; differs only when the app rolls back
   * @param kept the environment to run it with; the current one if empty
   */
  private void startRelease(
      AppOperation operation,
      Release present,
      Release next,
      Optional<Env> kept,
      Optional<Mode> choice,
      boolean restart) {
    DeployRequest request =
        DeployRequest.ofRelease(
            operation.app(),
            operation.releases(),
            Optional.of(present),
            next,
            choice,
            kept,
            restart);
    runner.run(steps.startAgain(), Deployment.of(request), operation);
  }

  /** A release that can be gone back to. */
  public record Kept(Release release, String finishedAt, Mode mode, boolean present) {}

  /** Returns the releases that are kept, from old to new. */
  public List<Kept> releasesOf(AppHome app) {
    ReleaseStore releases = releases(app);
    int present = releases.current().map(Release::number).orElse(0);
    return releases.promoted().stream()
        .map(
            release ->
                new Kept(
                    release,
                    releases.record(release).map(ReleaseRecord::deployedAt).orElse(""),
                    releases.mode(release),
                    release.number() == present))
        .toList();
  }

  /** Stops the app and keeps everything else; it stays down until it is started again. */
  public void stop(AppHome app, Progress progress) {
    try (AppOperation operation = queue.stop(app, "stop", progress)) {
      ReleaseStore releases = operation.releases();
      Release release =
          releases
              .current()
              .filter(Release::started)
              .orElseThrow(
                  () ->
                      KataException.refused(
                          "app '%s' was never started".formatted(app.name()), ""));
      operation.step("Stopping " + app.name());
      stop(app, releases, release, operation);
      operation.success("%s is stopped".formatted(app.name()));
    }
  }

  /** Notes first that the app stays down, then answers its visitors so, then stops it. */
  private void stop(AppHome app, ReleaseStore releases, Release release, Progress progress) {
    releases.noteStopped();
    try {
      routes.restore(app, releases.served(release), Optional.empty(), progress);
    } catch (KataException e) {
      if (!e.isOfCaddy() && !(e instanceof Busy)) {
        throw e;
      }
      progress.warn("visitors do not see that the app is stopped: " + e.message());
    }
    releases
        .stack(release)
        .ifPresent(stack -> modes.orchestrator(releases.mode(release)).stop(stack, progress));
  }

  private ReleaseStore releases(AppHome app) {
    return new ReleaseStore(app, new BareRepository(app.repo(), exec));
  }

  private static Release present(ReleaseStore releases, AppHome app) {
    return releases
        .current()
        .orElseThrow(
            () ->
                KataException.refused(
                    "app '%s' has no release yet".formatted(app.name()), "push to it"));
  }
}
