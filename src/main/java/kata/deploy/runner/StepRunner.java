package kata.deploy.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import kata.app.Modes;
import kata.deploy.runner.Step.Effect;
import kata.error.DeployFailed;
import kata.error.Fault;
import kata.error.Interrupted;
import kata.error.KataException;
import kata.home.AppHome;
import kata.process.Progress;
import kata.release.Journal;
import kata.release.Release;
import kata.release.ReleaseStore;

/**
 * Runs the steps of a deploy. Writes the journal before the first step that changes what runs, so
 * that a failure and a kill are undone the same way; times each step; undoes the steps in reverse
 * when one fails.
 */
public final class StepRunner {
  private final Modes modes;
  private final Consumer<Progress> docker;

  /**
   * Runs steps.
   *
   * @param docker waits until Docker answers, as long as a restart of it may take; throws when it
   *     does not
   */
  public StepRunner(Modes modes, Consumer<Progress> docker) {
    this.modes = modes;
    this.docker = docker;
  }

  /**
   * Runs the steps in their order. When one fails that changes what runs, the previous release
   * serves again, and the exception says so.
   */
  public Deployment run(List<Step> steps, Deployment request, Progress progress) {
    return run(steps, request, UnaryOperator.identity(), progress);
  }

  /**
   * Runs the steps in their order, as above.
   *
   * @param unchanged rewords the failure of a step that came before anything was changed
   */
  public Deployment run(
      List<Step> steps,
      Deployment request,
      UnaryOperator<KataException> unchanged,
      Progress progress) {
    Deployment deployment = request;
    Effect reached = Effect.PREPARES;
    int begun = 0;
    try {
      for (Step step : steps) {
        begun++;
        if (step.effect() != reached) {
          journal(deployment, step.effect());
          reached = step.effect();
        }
        long start = System.nanoTime();
        deployment = step.run(deployment, progress);
        progress.timed(step.name(), Duration.ofNanos(System.nanoTime() - start));
      }
      return deployment;
    } catch (RuntimeException e) {
      KataException failure =
          e instanceof KataException known ? known : new Fault(e.toString(), "", e);
      List<Step> done = steps.subList(0, begun);
      deployment.hold().close();
      throw switch (reached) {
        case PREPARES -> {
          discard(done, deployment);
          yield unchanged.apply(failure);
        }
        case CHANGES -> undone(done, deployment, failure, progress);
        case COMPLETES, TIDIES -> failure;
      };
    }
  }

  /**
   * Undoes, or completes, the deploy that an interrupted kata left behind; discards what one that
   * had changed nothing had prepared. Throws when Docker does not allow it: the next command tries
   * again.
   */
  public void recover(List<Step> steps, AppHome app, ReleaseStore releases, Progress progress) {
    Optional<Journal> found = Journal.read(releases.journal());
    if (found.isEmpty()) {
      releases.discardAllStaged();
      return;
    }
    Deployment deployment = Deployment.interrupted(app, releases, found.get(), modes);
    String release = deployment.next().displayName();
    if (found.get().records()) {
      progress.step("Completing an interrupted deploy: %s serves".formatted(release));
      for (Step step : steps) {
        if (step.effect() == Effect.COMPLETES) {
          step.run(deployment, progress);
        }
      }
      return;
    }
    progress.step("Undoing an interrupted deploy of " + release);
    try {
      undo(steps, deployment, progress);
    } catch (KataException e) {
      if (e.isOfDocker() || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      progress.warn("the previous release could not be restored: " + e.message());
      if (e.isOfCaddy()) {
        return; // its containers run; the next command tries its route again
      }
    }
    discard(steps, deployment);
  }

  private static void journal(Deployment deployment, Effect effect) {
    ReleaseStore releases = deployment.releases();
    switch (effect) {
      case CHANGES -> started(deployment).write(releases.journal());
      case COMPLETES -> started(deployment).recording().write(releases.journal());
      case PREPARES, TIDIES -> {}
    }
  }

  private static Journal started(Deployment deployment) {
    return new Journal(
        Journal.State.STARTING,
        deployment.request().previous().map(Release::number),
        deployment.next().number(),
        deployment.carried());
  }

  private KataException undone(
      List<Step> begun, Deployment deployment, KataException failure, Progress progress) {
    KataException cause =
        Thread.interrupted() // else nothing of what follows could wait for anything
            ? new Interrupted("interrupted", "", failure)
            : failure;
    Optional<Release> previous = deployment.restorable();
    try {
      undoPatiently(begun, deployment, cause, progress);
    } catch (KataException e) {
      return new DeployFailed(
          "%s; and %s could not be restored: %s"
              .formatted(
                  cause.message(),
                  previous.map(Release::displayName).orElse("what was there"),
                  e.message()),
          "`kata deploy %s` tries again after that is repaired".formatted(deployment.app().name()),
          false,
          cause);
    }
    if (previous.isEmpty()) {
      return cause.reworded(
          cause.message() + "; the app had no release before, so nothing runs",
          "fix it and push again");
    }
    String now = deployment.releases().stopped() ? "stays stopped" : "serves again";
    String message = "%s; %s %s".formatted(cause.message(), previous.get().displayName(), now);
    if (cause instanceof Interrupted) {
      return cause.reworded(
          message, "`kata deploy %s` tries again".formatted(deployment.app().name()));
    }
    return new DeployFailed(
        message, cause.hint().isEmpty() ? "fix it and push again" : cause.hint(), true, cause);
  }

  /**
   * Undoes the steps; once more after a signal, which must not leave the app down, and after Docker
   * went away: it may come back, and is waited for.
   */
  private void undoPatiently(
      List<Step> begun, Deployment deployment, KataException cause, Progress progress) {
    try {
      if (cause.isOfDocker()) {
        docker.accept(progress);
      }
      if (Journal.read(deployment.releases().journal()).filter(Journal::records).isPresent()) {
        journal(deployment, Effect.CHANGES); // the signal came after the next state was written
      }
      undo(begun, deployment, progress);
    } catch (KataException e) {
      boolean signal = Thread.interrupted();
      if (!signal && !e.isOfDocker()) {
        throw e;
      }
      if (!signal) {
        docker.accept(progress);
      }
      undo(begun, deployment, progress);
    }
    discard(begun, deployment);
  }

  private static void undo(List<Step> steps, Deployment deployment, Progress progress) {
    for (Step step : reversed(steps)) {
      step.undo(deployment, progress);
    }
  }

  private static void discard(List<Step> steps, Deployment deployment) {
    for (Step step : reversed(steps)) {
      step.discard(deployment);
    }
    Journal.delete(deployment.releases().journal());
  }

  private static List<Step> reversed(List<Step> steps) {
    List<Step> reversed = new ArrayList<>(steps);
    Collections.reverse(reversed);
    return reversed;
  }
}
