package kata.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import kata.docker.ComposeOrchestrator;
import kata.docker.ComposeOrchestrator.Stack;
import kata.docker.DockerEngine;
import kata.docker.HealthWait;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.home.AppHome;
import kata.process.Progress;

/**
 * Starts what was prepared, waits until it is good, and brings back what was there if it is not.
 */
final class Switchover {
  private static final int LOG_LINES = 20;

  private final ComposeOrchestrator compose;
  private final DockerEngine engine;
  private final HealthWait health;
  private final Routes routes;

  Switchover(ComposeOrchestrator compose, DockerEngine engine, HealthWait health, Routes routes) {
    this.compose = compose;
    this.engine = engine;
    this.health = health;
    this.routes = routes;
  }

  /**
   * What is to run, and what to go back to.
   *
   * @param hasServices whether there is anything to start
   * @param record makes the new release the current one on disk, once it serves
   * @param comeBack brings the files of the old release back and returns it, if there was one
   */
  record Change(
      AppHome app,
      Stack stack,
      boolean hasServices,
      Optional<ObjectNode> server,
      Optional<ObjectNode> oldServer,
      Runnable record,
      ComeBack comeBack) {}

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
    try {
      start(change, progress);
      routes.apply(change.app(), change.server(), change.oldServer(), progress);
      routed = true;
      change.record().run();
    } catch (KataException e) {
      throw bringBack(change, routed, e, progress);
    }
  }

  private void start(Change change, Progress progress) {
    String project = change.app().name().project();
    if (!change.hasServices()) {
      engine.removeProject(project, false);
      return;
    }
    progress.step("Starting");
    compose.up(change.stack(), progress);
    progress.step("Waiting until it is healthy");
    List<HealthWait.Failure> failures = health.await(project);
    if (!failures.isEmpty()) {
      HealthWait.Failure first = failures.get(0);
      String what = "service '%s' %s".formatted(first.container().service(), first.reason());
      progress.detail(what + "; its last lines:");
      engine.lastLines(first.container().id(), LOG_LINES).forEach(l -> progress.detail("| " + l));
      throw new KataException(ExitCode.FAILED, what, "");
    }
  }

  private KataException bringBack(
      Change change, boolean routed, KataException cause, Progress progress) {
    try {
      if (routed) {
        routes.apply(change.app(), change.oldServer(), change.server(), progress);
      }
      Optional<Release> old = change.comeBack().release();
      if (old.isEmpty()) {
        engine.removeProject(change.app().name().project(), false);
        return new KataException(
            cause.code(),
            cause.message() + "; the app had no release before, so nothing runs",
            "correct it and push again",
            cause);
      }
      progress.step("Bringing back " + old.get().shown());
      Stack stack = Preparation.stack(change.app(), old.get());
      if (Files.exists(stack.file())) {
        compose.up(stack, progress);
      }
      return new KataException(
          ExitCode.OLD_RELEASE_SERVES,
          "%s; %s serves again".formatted(cause.message(), old.get().shown()),
          cause.hint().isEmpty() ? "correct it and push again" : cause.hint(),
          cause);
    } catch (KataException e) {
      return new KataException(
          ExitCode.OLD_RELEASE_LOST,
          "%s; and the old release could not be brought back: %s"
              .formatted(cause.message(), e.message()),
          "`kata restart %s` tries again".formatted(change.app().name()),
          e);
    }
  }
}
