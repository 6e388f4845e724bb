package kata.deploy.step;

import java.util.List;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.process.Progress;
import kata.release.Release;

/** Stops what runs, where it cannot run until the new containers replace it. */
public final class Stop implements Step {
  @Override
  public String name() {
    return "stop";
  }

  @Override
  public Effect effect() {
    return Effect.CHANGES;
  }

  @Override
  public List<String> plan(Deployment deployment) {
    if (deployment.changesMode()) {
      return List.of("every container stops in the mode it runs in");
    }
    return deployment.carried().isEmpty()
        ? List.of()
        : List.of("every container stops before its files go on to the new release");
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    if (deployment.changesMode()) {
      progress.step("Stopping it in the mode it ran in");
      deployment.old().remove(deployment.project(), false);
    } else if (!deployment.carried().isEmpty()) {
      Release replaced = deployment.replaced().orElseThrow();
      progress.step(
          "Stopping %s, whose files go on to %s"
              .formatted(replaced.displayName(), deployment.next().displayName()));
      deployment
          .releases()
          .stack(replaced)
          .ifPresent(running -> deployment.old().stop(running, progress));
    }
    return deployment;
  }
}
