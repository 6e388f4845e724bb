package kata.deploy;

import java.util.List;
import java.util.Optional;
import kata.deploy.runner.DeployRequest;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.git.BareRepository;
import kata.git.Revision;
import kata.home.AppHome;
import kata.home.FolderTree;
import kata.process.Progress;
import kata.release.ModeChoice;
import kata.release.Release;
import kata.release.ReleaseStore;

/** Prints the steps of a deploy and what each would change, and changes nothing. */
final class DeployPlan {
  private final StepLists steps;

  DeployPlan(StepLists steps) {
    this.steps = steps;
  }

  /**
   * Prints the plan of deploying a commit. Throws what would refuse the deploy.
   *
   * @param repository where the commit is, which may be in the quarantine of a push
   */
  void print(AppHome app, BareRepository repository, Revision revision, Progress progress) {
    ReleaseStore releases = new ReleaseStore(app, repository);
    Optional<Release> previous = releases.current();
    Deployment deployment =
        Deployment.of(
            DeployRequest.ofCommit(
                app,
                releases,
                previous,
                revision,
                previous.flatMap(release -> ModeChoice.read(release.code()))));
    progress.step("Plan of %s at %s".formatted(app.name(), revision.shortForm()));
    try {
      for (Step step : steps.deploy()) {
        deployment = step.rehearse(deployment, progress);
        List<String> lines = step.plan(deployment);
        progress.detail(step.name() + (lines.isEmpty() ? ": nothing to do" : ":"));
        lines.forEach(line -> progress.detail("  " + line));
      }
    } finally {
      deployment.release().ifPresent(trial -> FolderTree.delete(trial.code()));
    }
  }
}
