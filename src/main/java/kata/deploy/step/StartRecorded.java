package kata.deploy.step;

import java.util.Optional;
import kata.app.Modes;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.docker.ServiceFailure;
import kata.process.Progress;
import kata.release.Release;
import kata.release.ReleaseStore;
import kata.route.Routes;

/** Starts a release as it is on record, with its route; leaves alone what runs. */
public final class StartRecorded implements Step {
  private final Modes modes;
  private final Routes routes;

  /** Starts in these modes. */
  public StartRecorded(Modes modes, Routes routes) {
    this.modes = modes;
    this.routes = routes;
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    Release release = deployment.next();
    ReleaseStore releases = deployment.releases();
    releases
        .stack(release)
        .ifPresent(
            stack ->
                ServiceFailure.requireNone(
                    modes.orchestrator(releases.mode(release)).up(stack, progress).await(),
                    progress));
    routes.restore(deployment.app(), releases.served(release), Optional.empty(), progress);
    return deployment;
  }
}
