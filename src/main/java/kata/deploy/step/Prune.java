package kata.deploy.step;

import java.util.List;
import kata.compose.ComposeGenerator;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.docker.engine.UnusedImages;
import kata.error.KataException;
import kata.home.AppHome;
import kata.process.Progress;
import kata.release.ReleaseStore;
import kata.runtime.DependencyInstall;

/** Deletes old releases, and the dependencies and images that only they used. */
public final class Prune implements Step {
  private final UnusedImages unused;

  /** Removes images with this. */
  public Prune(UnusedImages unused) {
    this.unused = unused;
  }

  @Override
  public String name() {
    return "prune";
  }

  @Override
  public Effect effect() {
    return Effect.TIDIES;
  }

  @Override
  public List<String> plan(Deployment deployment) {
    return deployment.releases().expiring().stream()
        .map(number -> "release %d is deleted".formatted(number))
        .toList();
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    try {
      ReleaseStore releases = deployment.releases();
      releases.prune(deployment.next(), progress);
      releases.dependencies().ifPresent(used -> DependencyInstall.prune(deployment.app(), used));
    } catch (KataException e) {
      progress.warn("old releases were not deleted: " + e.message());
    }
    removeImages(deployment.app(), deployment.releases(), progress);
    return deployment;
  }

  /** Removes the images that no release of the app needs. Warns when Docker does not let it. */
  public void removeImages(AppHome app, ReleaseStore releases, Progress progress) {
    try {
      unused.remove(ComposeGenerator.APP_LABEL, app.name().value(), releases.images());
    } catch (KataException e) {
      progress.warn("images of old releases were not removed: " + e.message());
    }
  }
}
