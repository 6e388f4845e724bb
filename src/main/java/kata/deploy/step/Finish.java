package kata.deploy.step;

import java.util.List;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.error.KataException;
import kata.process.Progress;
import kata.release.Journal;
import kata.release.Leftovers;

/** Makes the release the current one, with its record, and closes the journal. */
public final class Finish implements Step {
  @Override
  public String name() {
    return "finish";
  }

  @Override
  public Effect effect() {
    return Effect.COMPLETES;
  }

  @Override
  public List<String> plan(Deployment deployment) {
    return List.of("%s becomes the current release".formatted(deployment.next().displayName()));
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    try {
      deployment
          .replaced()
          .ifPresent(
              from ->
                  Leftovers.settle(deployment.carried(), from.code(), deployment.next().code()));
    } catch (KataException e) {
      progress.warn("files of the app are in two releases now: " + e.message());
    }
    try {
      promote(deployment);
    } catch (KataException e) {
      throw e.reworded(
          "%s serves, but that could not be recorded: %s"
              .formatted(deployment.next().displayName(), e.message()),
          "the next command for the app records it");
    }
    return deployment;
  }

  /** A signal makes a write fail; the release that serves is recorded all the same. */
  private static void promote(Deployment deployment) {
    try {
      record(deployment);
    } catch (KataException e) {
      if (!Thread.interrupted()) {
        throw e;
      }
      record(deployment);
    }
  }

  private static void record(Deployment deployment) {
    deployment.releases().promote(deployment.next());
    Journal.delete(deployment.releases().journal());
  }
}
