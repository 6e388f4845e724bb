package kata.deploy;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import kata.deploy.Journal.State;
import kata.deploy.Routes.Hold;
import kata.docker.Orchestrator.Startup;
import kata.docker.ServiceFailure;
import kata.docker.Stack;
import kata.error.AppUnreachable;
import kata.error.BuildFailed;
import kata.error.Busy;
import kata.error.CaddyRejected;
import kata.error.CaddyUnavailable;
import kata.error.DeployFailed;
import kata.error.EngineFailed;
import kata.error.EngineUnavailable;
import kata.error.Fault;
import kata.error.Interrupted;
import kata.error.KataException;
import kata.error.StartFailed;
import kata.home.AppHome;
import kata.process.Progress;

/**
 * Starts what was prepared, waits until it is good, and brings back what was there if it is not.
 * Every change is in the {@link Journal} before it begins, so that it is undone or finished also
 * where kata is killed.
 */
final class Switchover {
  private final Routes routes;
  private final Modes modes;
  private final WayBack wayBack;

  /**
   * Changes what runs.
   *
   * @param docker waits until Docker answers, for so long that a restart of it may take; throws
   *     when it does not
   */
  Switchover(Routes routes, Modes modes, Consumer<Progress> docker) {
    this.routes = routes;
    this.modes = modes;
    this.wayBack = new WayBack(routes, docker);
  }

  /**
   * Starts, waits, routes and records. On failure the old release serves again, and the exception
   * says so.
   */
  void run(Change change, Progress progress) {
    Journal journal = plan(change);
    try {
      journal.write(change.releases().journal());
      try (Hold hold = routes.hold(change.app(), change.oldServer(), change.server(), progress)) {
        start(change, journal, progress);
        hold.letGo();
      }
      routes.apply(change.app(), change.server(), change.oldServer(), progress);
      routes.requireReached(change.server(), progress);
      journal.recording().write(change.releases().journal());
    } catch (KataException e) {
      throw undo(change, journal, e, progress);
    } catch (RuntimeException e) {
      throw undo(change, journal, new Fault(e.toString(), "", e), progress);
    }
    finish(change, journal, progress);
  }

  /**
   * Undoes, or finishes, the change that a kata was killed in the midst of; takes away what one
   * that had not begun was prepared with. Throws when Docker does not let it: the next command
   * tries again.
   */
  void recover(AppHome app, ReleaseStore releases, Progress progress) {
    Optional<Journal> found = Journal.read(releases.journal());
    if (found.isEmpty()) {
      releases.withdrawAll();
      return;
    }
    Journal journal = found.get();
    Change change = Change.interrupted(app, releases, journal, modes);
    if (journal.records()) {
      progress.step("Finishing an interrupted change: %s serves".formatted(change.to().shown()));
      finish(change, journal, progress);
      return;
    }
    progress.step("Undoing an interrupted change to " + change.to().shown());
    try {
      wayBack.bringBack(change, journal, progress);
    } catch (KataException e) {
      if (isOfDocker(e) || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      progress.warn("the release before could not be brought back: " + e.message());
      if (!isOfCaddy(e)) { // its containers run; the next command tries its route again
        WayBack.close(change, journal);
      }
    }
  }

  /** Stops a release; visitors are told so. */
  void stop(AppHome app, ReleaseStore releases, Release release, Progress progress) {
    releases.noteStopped();
    try {
      routes.restore(app, releases.served(release), Optional.empty(), progress);
    } catch (KataException e) {
      if (!isOfCaddy(e) && !(e instanceof Busy)) {
        throw e;
      }
      progress.warn("visitors are not told that it is stopped: " + e.message());
    }
    Preparation.stack(app, release)
        .ifPresent(stack -> modes.orchestrator(releases.mode(release)).stop(stack, progress));
  }

  /** Starts a release as it was recorded, with its route; leaves alone what runs. */
  void startAgain(AppHome app, ReleaseStore releases, Release release, Progress progress) {
    Preparation.stack(app, release)
        .ifPresent(
            stack ->
                refuse(
                    modes.orchestrator(releases.mode(release)).up(stack, progress).await(),
                    progress));
    routes.restore(app, releases.served(release), Optional.empty(), progress);
  }

  private static Journal plan(Change change) {
    ReleaseStore releases = change.releases();
    Optional<Release> from =
        change.from().filter(release -> release.number() != change.to().number());
    try {
      List<String> carried =
          from.map(releases::leftovers).orElse(List.of()).stream()
              .filter(
                  file ->
                      !Files.exists(change.to().code().resolve(file), LinkOption.NOFOLLOW_LINKS))
              .toList();
      return new Journal(
          State.STARTING, change.from().map(Release::number), change.to().number(), carried);
    } catch (KataException e) {
      releases.withdraw(change.to());
      throw e;
    }
  }

  private void start(Change change, Journal journal, Progress progress) {
    if (change.moves()) {
      progress.step("Stopping it in the mode it ran in");
      change.before().remove(change.project(), false);
    }
    if (!journal.carried().isEmpty()) {
      moveOn(change, journal, progress);
    }
    if (change.stack().isEmpty()) {
      change.after().remove(change.project(), false);
      return;
    }
    progress.step("Starting");
    Stack stack = change.stack().get();
    Startup verdict =
        change.restart()
            ? change.after().restart(stack, progress)
            : change.after().up(stack, progress);
    progress.step("Waiting until it is healthy");
    refuse(verdict.await(), progress);
  }

  /** Takes what the app wrote into its code to the new release, when nothing writes any more. */
  private static void moveOn(Change change, Journal journal, Progress progress) {
    Release from = change.from().orElseThrow();
    progress.step(
        "Taking %d files that the app wrote into its code to %s"
            .formatted(journal.carried().size(), change.to().shown()));
    if (!change.moves()) {
      Preparation.stack(change.app(), from).ifPresent(old -> change.before().stop(old, progress));
    }
    Leftovers.carry(journal.carried(), from.code(), change.to().code(), progress);
  }

  /** Throws when there are failures, and tells the last lines of the first. */
  static void refuse(List<ServiceFailure> failures, Progress progress) {
    if (!failures.isEmpty()) {
      ServiceFailure first = failures.get(0);
      String what = "service '%s' %s".formatted(first.service(), first.reason());
      progress.detail(what + "; its last lines:");
      first.lastLines().forEach(line -> progress.detail("| " + line));
      throw new StartFailed(what, "");
    }
  }

  private static void finish(Change change, Journal journal, Progress progress) {
    try {
      change
          .from()
          .ifPresent(from -> Leftovers.settle(journal.carried(), from.code(), change.to().code()));
    } catch (KataException e) {
      progress.warn("files of the app are in two releases now: " + e.message());
    }
    try {
      record(change);
    } catch (KataException e) {
      throw e.reworded(
          "%s serves, but that could not be recorded: %s"
              .formatted(change.to().shown(), e.message()),
          "the next command for the app records it");
    }
  }

  /** A signal makes a write fail; what serves is to be recorded all the same. */
  private static void record(Change change) {
    ReleaseStore releases = change.releases();
    try {
      releases.finish(change.to());
    } catch (KataException e) {
      if (!Thread.interrupted()) {
        throw e;
      }
      releases.finish(change.to());
    }
    Journal.delete(releases.journal());
  }

  private KataException undo(
      Change change, Journal journal, KataException failure, Progress progress) {
    KataException cause =
        Thread.interrupted() // else nothing of what follows could wait for anything
            ? new Interrupted("interrupted", "", failure)
            : failure;
    Optional<Release> old = change.old();
    try {
      wayBack.goBack(change, journal, cause, progress);
    } catch (KataException e) {
      return new DeployFailed(
          "%s; and %s could not be brought back: %s"
              .formatted(
                  cause.message(), old.map(Release::shown).orElse("what was there"), e.message()),
          "`kata deploy %s` tries again when that is put right".formatted(change.app().name()),
          false,
          cause);
    }
    if (old.isEmpty()) {
      return cause.reworded(
          cause.message() + "; the app had no release before, so nothing runs",
          "correct it and push again");
    }
    String now = change.releases().stopped() ? "stays stopped" : "serves again";
    boolean interrupted = cause instanceof Interrupted;
    String message = "%s; %s %s".formatted(cause.message(), old.get().shown(), now);
    return interrupted
        ? cause.reworded(message, hint(change, cause))
        : new DeployFailed(message, hint(change, cause), true, cause);
  }

  static boolean isOfDocker(KataException e) {
    return e instanceof EngineUnavailable || e instanceof EngineFailed || e instanceof BuildFailed;
  }

  static boolean isOfCaddy(KataException e) {
    return e instanceof CaddyUnavailable
        || e instanceof CaddyRejected
        || e instanceof AppUnreachable;
  }

  private static String hint(Change change, KataException cause) {
    if (cause instanceof Interrupted) {
      return "`kata deploy %s` tries again".formatted(change.app().name());
    }
    return cause.hint().isEmpty() ? "correct it and push again" : cause.hint();
  }
}
