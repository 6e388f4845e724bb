package kata.deploy.step;

import java.util.List;
import java.util.Optional;
import kata.compose.ServiceChange;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.docker.Orchestrator.Startup;
import kata.docker.ServiceFailure;
import kata.docker.Stack;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.process.Progress;
import kata.release.Release;
import kata.release.ReleaseStore;
import kata.route.RequestHold;
import kata.route.Routes;

/** Replaces the containers, and waits until every service is healthy. */
public final class Start implements Step {
  private final Routes routes;

  /** Holds requests at these routes while the previous release starts again. */
  public Start(Routes routes) {
    this.routes = routes;
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public Effect effect() {
    return Effect.CHANGES;
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    if (deployment.stack().isEmpty()) {
      deployment.fresh().remove(deployment.project(), false);
      return deployment;
    }
    progress.step("Starting");
    Stack stack = deployment.stack().get();
    Startup startup =
        deployment.request().restart()
            ? deployment.fresh().restart(stack, progress)
            : deployment.fresh().up(stack, progress);
    progress.step("Waiting until it is healthy");
    ServiceFailure.requireNone(startup.await(), progress);
    return deployment;
  }

  @Override
  public List<String> plan(Deployment deployment) {
    String now =
        deployment.restorable().map(old -> ReleaseStore.textOf(old.generated())).orElse("");
    String then = deployment.stack().map(stack -> ReleaseStore.textOf(stack.file())).orElse("");
    return ServiceChange.between(now, then).stream().map(ServiceChange::displayText).toList();
  }

  /** Starts the previous release again, unless the app was stopped, while requests wait for it. */
  @Override
  public void undo(Deployment deployment, Progress progress) {
    try (RequestHold hold =
        routes.hold(deployment.app(), deployment.previousServer(), deployment.server(), progress)) {
      startPrevious(deployment, progress);
      hold.release();
    } catch (KataException e) {
      endWaits(deployment, progress);
      throw e;
    }
  }

  private static void startPrevious(Deployment deployment, Progress progress) {
    Optional<Release> previous = deployment.restorable();
    boolean stopped = deployment.releases().stopped();
    if (previous.isPresent() && !previous.get().started()) {
      throw new OperationFailed(
          "%s is gone".formatted(previous.get().generated()),
          "`kata deploy %s` writes it".formatted(deployment.app().name()));
    }
    Optional<Stack> stack = previous.flatMap(deployment.releases()::stack);
    if (deployment.changesMode() || stack.isEmpty()) {
      deployment.fresh().remove(deployment.project(), false);
    }
    if (stack.isEmpty()) {
      return;
    }
    if (stopped && !deployment.changesMode()) {
      deployment.old().stop(stack.get(), progress);
    } else if (!stopped) {
      progress.step("Restoring " + previous.get().displayName());
      List<ServiceFailure> failures = deployment.old().up(stack.get(), progress).await();
      if (!failures.isEmpty()) {
        // After an interruption Docker may still be stopping what ran when this began.
        failures = deployment.old().up(stack.get(), progress).await();
      }
      ServiceFailure.requireNone(failures, progress);
    }
  }

  /** No container is going to answer the requests that wait. */
  private void endWaits(Deployment deployment, Progress progress) {
    try {
      routes.restore(deployment.app(), deployment.previousServer(), deployment.server(), progress);
    } catch (KataException e) {
      progress.warn("requests are still held: " + e.message());
    }
  }
}
