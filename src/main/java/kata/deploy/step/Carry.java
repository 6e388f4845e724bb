package kata.deploy.step;

import java.util.List;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.process.Progress;
import kata.release.Leftovers;
import kata.release.Release;

/** Takes the files the app wrote into its code to the new release, now that nothing writes. */
public final class Carry implements Step {
  @Override
  public String name() {
    return "carry";
  }

  @Override
  public Effect effect() {
    return Effect.CHANGES;
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    if (!deployment.carried().isEmpty()) {
      Release from = deployment.replaced().orElseThrow();
      progress.step(
          "Taking %d files that the app wrote into its code to %s"
              .formatted(deployment.carried().size(), deployment.next().displayName()));
      Leftovers.carry(deployment.carried(), from.code(), deployment.next().code(), progress);
    }
    return deployment;
  }

  @Override
  public List<String> plan(Deployment deployment) {
    return deployment.carried().stream()
        .map(file -> "%s goes on to the new release".formatted(file))
        .toList();
  }

  @Override
  public void discard(Deployment deployment) {
    deployment
        .replaced()
        .ifPresent(
            from ->
                Leftovers.withdraw(deployment.carried(), from.code(), deployment.next().code()));
  }
}
