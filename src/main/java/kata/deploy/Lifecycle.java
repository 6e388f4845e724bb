package kata.deploy;

import java.util.List;
import java.util.Optional;
import kata.deploy.Planner.Wish;
import kata.env.Env;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.home.AppHome;
import kata.home.Mode;
import kata.process.Exec;
import kata.process.Progress;

/** Starts, stops and moves apps that were deployed before. */
public final class Lifecycle {
  private final Exec exec;
  private final Planner planner;
  private final Switchover switchover;
  private final Modes modes;
  private final Turns turns;

  Lifecycle(Exec exec, Planner planner, Switchover switchover, Modes modes, Turns turns) {
    this.exec = exec;
    this.planner = planner;
    this.switchover = switchover;
    this.modes = modes;
    this.turns = turns;
  }

  /**
   * Stops and starts the app again with its present code and its present configuration. Refuses
   * before stopping anything when these do not go together.
   */
  public void restart(AppHome app, Progress progress) {
    try (Turn turn = turns.toStart(app, "restart", progress)) {
      Release release = present(turn.releases(), app);
      turn.step("Restarting %s, %s".formatted(app.name(), release.shown()));
      again(turn, release, release, Optional.empty(), Modes.choice(release.code()), true);
      turn.success("%s runs again".formatted(app.name()));
    }
  }

  /** Starts again what its present configuration changes, and only that; not a stopped app. */
  public void refresh(AppHome app, Progress progress) {
    try (Turn turn = turns.toStart(app, "refresh", progress)) {
      Release release = present(turn.releases(), app);
      if (turn.releases().stopped()) {
        turn.detail("%s is stopped; its next start brings it up to date".formatted(app.name()));
        return;
      }
      turn.step("Bringing %s, %s, up to date".formatted(app.name(), release.shown()));
      again(turn, release, release, Optional.empty(), Modes.choice(release.code()), false);
    }
  }

  /**
   * Chooses the mode an app runs in, and starts it there; nothing chosen leaves it to its file and
   * this server. When it does not start there, it runs as before and nothing is chosen.
   */
  public void choose(AppHome app, Optional<Mode> choice, Progress progress) {
    try (Turn turn = turns.toStart(app, "mode", progress)) {
      Release release = present(turn.releases(), app);
      Mode now = turn.releases().mode(release);
      Mode then = modes.decide(choice, AppSource.of(release.code()), Optional.of(now)).mode();
      if (then == now) {
        Modes.choose(release.code(), choice);
      } else {
        turn.step(
            "Moving %s from %s to %s".formatted(app.name(), now.displayName(), then.displayName()));
        again(turn, release, release, Optional.empty(), choice, true);
      }
      turn.success("%s runs in %s mode".formatted(app.name(), then.word()));
    }
  }

  /** Returns how an app runs, and why. */
  public Modes.Decision mode(AppHome app) {
    ReleaseStore releases = releases(app);
    Release release = present(releases, app);
    Mode now = releases.mode(release);
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
    try (Turn turn = turns.toStart(app, "rollback", progress)) {
      ReleaseStore releases = turn.releases();
      Release present = present(releases, app);
      Release earlier = releases.toGoBackTo(present, number);
      turn.step("Bringing %s back to %s".formatted(app.name(), earlier.shown()));
      Optional<Env> kept = releases.record(earlier).flatMap(ReleaseRecord::env);
      again(turn, present, earlier, kept, Modes.choice(present.code()), false);
      turn.success(
          "%s is back at %s, %s".formatted(app.name(), earlier.shortRevision(), earlier.shown()));
    }
  }

  /**
   * Starts a release that was checked out before.
   *
   * @param present what runs now
   * @param next what is to run; the same, unless the app rolls back
   * @param kept the environment to run it with; that of today when not given
   */
  private void again(
      Turn turn,
      Release present,
      Release next,
      Optional<Env> kept,
      Optional<Mode> choice,
      boolean restart) {
    Wish wish =
        new Wish(
            turn.app(),
            turn.releases(),
            Optional.of(present),
            AppSource.of(next.code()),
            choice,
            kept,
            restart);
    Change change;
    try {
      change = planner.prepare(planner.plan(wish, turn), next, turn);
    } catch (KataException e) {
      turn.releases().withdraw(next);
      throw e;
    }
    switchover.run(change, turn);
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
                    releases.record(release).map(ReleaseRecord::deployedAt).orElse(""),
                    releases.mode(release),
                    release.number() == present))
        .toList();
  }

  /** Stops the app and keeps everything else; it stays down until it is started again. */
  public void stop(AppHome app, Progress progress) {
    try (Turn turn = turns.toStop(app, "stop", progress)) {
      ReleaseStore releases = turn.releases();
      Release release =
          releases
              .current()
              .filter(Preparation::started)
              .orElseThrow(
                  () ->
                      KataException.refused(
                          "app '%s' was never started".formatted(app.name()), ""));
      turn.step("Stopping " + app.name());
      switchover.stop(app, releases, release, turn);
      turn.success("%s is stopped".formatted(app.name()));
    }
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
