package kata.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import kata.deploy.Routes.Hold;
import kata.docker.Failure;
import kata.docker.Orchestrator;
import kata.docker.Orchestrator.Verdict;
import kata.docker.Stack;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.home.AppHome;
import kata.process.Progress;

/**
 * Starts what was prepared, waits until it is good, and brings back what was there if it is not.
 */
final class Switchover {
  private final Routes routes;

  Switchover(Routes routes) {
    this.routes = routes;
  }

  /**
   * What is to run, and what to go back to.
   *
   * @param stack what is to run; empty when the file has no services
   * @param before what runs the app now; the same as {@code after} unless its mode changes
   * @param restart whether what did not change is to start again too
   * @param record makes the new release the current one on disk, once it serves
   * @param comeBack brings the files of the old release back and returns it, if there was one
   */
  record Change(
      AppHome app,
      Optional<Stack> stack,
      Orchestrator before,
      Orchestrator after,
      boolean restart,
      Optional<ObjectNode> server,
      Optional<ObjectNode> oldServer,
      Runnable record,
      ComeBack comeBack) {
    boolean moves() {
      return before != after;
    }

    String project() {
      return app.name().project();
    }
  }

  /** The way back. */
  interface ComeBack {
    /** Restores the old generated file, if need be, and names the old release. */
    Optional<Release> release();
  }

  /**
   * Starts, waits, routes and records. On failure the old release serves again, and the exception
   * says so.
   */
  void run(Change change, Progress progress) {
    boolean routed = false;
    Hold hold = routes.hold(change.app(), change.oldServer(), change.server(), progress);
    try {
      start(change, progress);
      hold.letGo();
      routes.apply(change.app(), change.server(), change.oldServer(), progress);
      routed = true;
      change.record().run();
    } catch (KataException e) {
      Hold back =
          routed ? routes.hold(change.app(), change.server(), change.oldServer(), progress) : hold;
      throw bringBack(change, routed, back, e, progress);
    }
  }

  private static void start(Change change, Progress progress) {
    if (change.moves()) {
      progress.step("Stopping it in the mode it ran in");
      change.before().remove(change.project(), false);
    }
    if (change.stack().isEmpty()) {
      change.after().remove(change.project(), false);
      return;
    }
    progress.step("Starting");
    Stack stack = change.stack().get();
    Verdict verdict =
        change.restart()
            ? change.after().restart(stack, progress)
            : change.after().up(stack, progress);
    progress.step("Waiting until it is healthy");
    refuse(verdict.await(), progress);
  }

  /** Throws when there are failures, and tells the last lines of the first. */
  private static void refuse(List<Failure> failures, Progress progress) {
    if (!failures.isEmpty()) {
      Failure first = failures.get(0);
      String what = "service '%s' %s".formatted(first.service(), first.reason());
      progress.detail(what + "; its last lines:");
      first.lastLines().forEach(line -> progress.detail("| " + line));
      throw new KataException(ExitCode.FAILED, what, "");
    }
  }

  private KataException bringBack(
      Change change, boolean routed, Hold hold, KataException cause, Progress progress) {
    boolean plain = !routed && !hold.held();
    try {
      Optional<Release> old = change.comeBack().release();
      if (change.moves() || old.isEmpty()) {
        change.after().remove(change.project(), false);
      }
      if (old.isEmpty()) {
        if (!plain) {
          routes.apply(change.app(), change.oldServer(), change.server(), progress);
        }
        return new KataException(
            cause.code(),
            cause.message() + "; the app had no release before, so nothing runs",
            "correct it and push again",
            cause);
      }
      progress.step("Bringing back " + old.get().shown());
      Stack stack = Preparation.stack(change.app(), old.get());
      if (Files.exists(stack.file())) {
        refuse(change.before().up(stack, progress).await(), progress);
      }
      if (!plain) {
        hold.letGo();
        plain = true;
        routes.apply(change.app(), change.oldServer(), change.server(), progress);
      }
      return new KataException(
          ExitCode.OLD_RELEASE_SERVES,
          "%s; %s serves again".formatted(cause.message(), old.get().shown()),
          cause.hint().isEmpty() ? "correct it and push again" : cause.hint(),
          cause);
    } catch (KataException e) {
      if (!plain) {
        stopWaiting(change, progress);
      }
      return new KataException(
          ExitCode.OLD_RELEASE_LOST,
          "%s; and the old release could not be brought back: %s"
              .formatted(cause.message(), e.message()),
          "`kata restart %s` tries again".formatted(change.app().name()),
          e);
    }
  }

  /** Nobody will answer those who wait. */
  private void stopWaiting(Change change, Progress progress) {
    try {
      routes.apply(change.app(), change.oldServer(), change.server(), progress);
    } catch (KataException e) {
      progress.warn("visitors still wait: " + e.message());
    }
  }
}
