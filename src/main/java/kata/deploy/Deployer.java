package kata.deploy;

import java.util.Optional;
import kata.app.AppSource;
import kata.caddy.model.RoutesRejected;
import kata.deploy.runner.DeployRequest;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.StepRunner;
import kata.error.Busy;
import kata.error.DeployFailed;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.git.Revision;
import kata.home.AppHome;
import kata.home.Mode;
import kata.process.Exec;
import kata.process.Progress;
import kata.release.ModeChoice;
import kata.release.Release;
import kata.release.ReleaseStore;

/** Deploys a commit of the app's repository by the steps of {@link StepLists#deploy}. */
public final class Deployer {
  private final Exec exec;
  private final Rehearsal rehearsal;
  private final StepLists steps;
  private final StepRunner runner;
  private final OperationQueue queue;

  Deployer(
      Exec exec, Rehearsal rehearsal, StepLists steps, StepRunner runner, OperationQueue queue) {
    this.exec = exec;
    this.rehearsal = rehearsal;
    this.steps = steps;
    this.runner = runner;
    this.queue = queue;
  }

  /**
   * Deploys a commit. If it throws, the previous release runs, and the message says so; {@link
   * DeployFailed} says when it does not. Skips a commit if a newer one was pushed during the wait.
   */
  public void deploy(AppHome app, Revision revision, Progress progress) {
    try (DeployLog log = DeployLog.open(app, revision, progress)) {
      try (AppOperation operation = begin(app, log)) {
        Optional<Revision> newest =
            operation.waited() ? new BareRepository(app.repo(), exec).newest() : Optional.empty();
        if (newest.isPresent() && !newest.get().equals(revision)) {
          operation.success(
              "%s is skipped: %s was pushed meanwhile, and its own push deploys it"
                  .formatted(revision.shortForm(), newest.get().shortForm()));
          return;
        }
        deploy(operation, revision);
      } catch (KataException e) {
        log.failed(e);
        throw e;
      }
    }
  }

  /** Rejects a commit whose kata-compose.yaml or environment is invalid. */
  void check(AppHome app, BareRepository repository, Revision revision) {
    try {
      rehearsal.run(app, AppSource.of(repository, revision));
    } catch (KataException e) {
      throw unchanged(e, e.hint(), new ReleaseStore(app, repository));
    }
  }

  private AppOperation begin(AppHome app, Progress progress) {
    try {
      return queue.start(app, "deploy", progress);
    } catch (Busy e) {
      throw refused(e, app, new ReleaseStore(app, new BareRepository(app.repo(), exec)));
    }
  }

  private void deploy(AppOperation operation, Revision revision) {
    AppHome app = operation.app();
    ReleaseStore releases = operation.releases();
    operation.step("Deploying %s at %s".formatted(app.name(), revision.shortForm()));
    Optional<Release> previous = releases.current();
    DeployRequest request =
        DeployRequest.ofCommit(app, releases, previous, revision, choice(previous, app, releases));
    try {
      Deployment done =
          runner.run(
              steps.deploy(),
              Deployment.of(request),
              failure -> refused(failure, app, releases),
              operation);
      operation.success(
          "%s is live at %s, %s"
              .formatted(app.name(), revision.shortForm(), done.next().displayName()));
    } catch (KataException e) {
      if (!e.isOfDocker() && !(e instanceof DeployFailed failed && !failed.restored())) {
        steps.prune().removeImages(app, releases, operation); // those built for this release
      }
      throw e;
    }
  }

  private static Optional<Mode> choice(
      Optional<Release> previous, AppHome app, ReleaseStore releases) {
    try {
      return previous.flatMap(release -> ModeChoice.read(release.code()));
    } catch (KataException e) {
      throw refused(e, app, releases);
    }
  }

  /** Git accepted the commit, and does not send it again when the repair is not in it. */
  private static KataException refused(KataException cause, AppHome app, ReleaseStore releases) {
    String again = "`kata deploy %s` tries this commit again".formatted(app.name());
    boolean ofCommit = cause instanceof RoutesRejected; // whatever else changes
    return unchanged(cause, ofCommit ? cause.hint() : joined(cause.hint(), again), releases);
  }

  private static KataException unchanged(KataException cause, String hint, ReleaseStore releases) {
    String still =
        releases
            .current()
            .map(release -> "nothing was changed" + serving(cause, release, releases))
            .orElse("nothing was started");
    return cause.reworded(cause.message(), joined(hint, still));
  }

  /** Without Docker or Caddy it may not serve, and the holder of the lock may be changing it. */
  private static String serving(KataException cause, Release release, ReleaseStore releases) {
    return cause.isOfDocker() || cause.isOfCaddy() || cause instanceof Busy
        ? ""
        : ": %s still %s".formatted(release.displayName(), releases.stopped() ? "waits" : "serves");
  }

  private static String joined(String hint, String more) {
    return hint.isEmpty() ? more : hint + (hint.endsWith("?") ? " " : "; ") + more;
  }
}
