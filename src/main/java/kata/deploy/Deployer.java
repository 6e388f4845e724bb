package kata.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import kata.compose.KataFile;
import kata.compose.Placement.RuntimeUse;
import kata.compose.SwarmForm;
import kata.deploy.Modes.Target;
import kata.deploy.Switchover.Change;
import kata.docker.Stack;
import kata.env.Env;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.git.Revision;
import kata.home.AppHome;
import kata.home.AppLock;
import kata.home.Mode;
import kata.process.Exec;
import kata.process.Progress;
import kata.runtime.DependencyInstall;

/** Deploys a commit: from a revision in the repository to what serves. */
public final class Deployer {
  private final Exec exec;
  private final AppEnvironment environment;
  private final Preparation preparation;
  private final Routes routes;
  private final Switchover switchover;
  private final Modes modes;
  private final Duration lockTimeout;

  Deployer(
      Exec exec,
      AppEnvironment environment,
      Preparation preparation,
      Routes routes,
      Switchover switchover,
      Modes modes,
      Duration lockTimeout) {
    this.exec = exec;
    this.environment = environment;
    this.preparation = preparation;
    this.routes = routes;
    this.switchover = switchover;
    this.modes = modes;
    this.lockTimeout = lockTimeout;
  }

  /**
   * Makes a commit of the app's repository what runs. When it throws, what ran before runs, and the
   * message says so; {@link kata.error.ExitCode#OLD_RELEASE_LOST} is the one exception.
   */
  public void deploy(AppHome app, Revision revision, Progress told) {
    try (AppLock held = AppLock.take(app, "deploy", lockTimeout, told);
        DeployLog log = DeployLog.open(app, revision, told)) {
      try {
        deployAlone(app, revision, log);
      } catch (KataException e) {
        log.failed(e);
        throw e;
      }
    }
  }

  /** Refuses a commit that could not be deployed, as far as its file and the environment tell. */
  void check(AppHome app, BareRepository repository, Revision revision) {
    try {
      KataFile file = AppSource.of(repository, revision);
      Env env = environment.merge(app, file, Progress.silent());
      preparation.rehearse(app, file, env);
      Routes.read(file, env);
    } catch (KataException e) {
      throw unchanged(e, new ReleaseStore(app, repository).current());
    }
  }

  private void deployAlone(AppHome app, Revision revision, Progress progress) {
    progress.step("Deploying %s at %s".formatted(app.name(), revision.shortForm()));
    BareRepository repository = new BareRepository(app.repo(), exec);
    ReleaseStore releases = new ReleaseStore(app, repository);
    Optional<Release> old = releases.current();
    Candidate candidate;
    try {
      candidate = prepare(app, revision, repository, releases, old, progress);
    } catch (KataException e) {
      throw unchanged(e, old);
    }
    Release release = candidate.release();
    try {
      switchover.run(candidate.change(), progress);
    } catch (KataException e) {
      if (e.code() != ExitCode.OLD_RELEASE_LOST) {
        releases.discard(release); // else its containers may still run from it
      }
      throw e;
    }
    tidy(app, releases, release, old, progress);
    progress.success(
        "%s is live at %s, release %d"
            .formatted(app.name(), revision.shortForm(), release.number()));
  }

  /** A release that is ready to start, and what starting it changes. */
  private record Candidate(Release release, Change change) {}

  /** Checks, checks out, prepares and writes: touches nothing that runs. */
  private Candidate prepare(
      AppHome app,
      Revision revision,
      BareRepository repository,
      ReleaseStore releases,
      Optional<Release> old,
      Progress progress) {
    Optional<ObjectNode> oldServer = old.flatMap(releases::server);
    KataFile file = AppSource.of(repository, revision);
    Optional<Mode> choice = old.flatMap(release -> Modes.choice(release.code()));
    Optional<Mode> before = old.map(releases::mode);
    Target target = modes.target(app, modes.decide(choice, file, before));
    Env env = environment.merge(app, file, progress);
    target.swarm().ifPresent(swarm -> SwarmForm.check(file, env, swarm));
    Optional<ObjectNode> server = routes.plan(app, file, env, mayReplace(old, oldServer));
    Release release = releases.checkOut(revision);
    try {
      Modes.choose(release.code(), choice);
      Map<String, RuntimeUse> runtimes =
          preparation.runtimes(app, release.code(), file, env, progress);
      Optional<Stack> stack =
          preparation.write(app, release, file, env, runtimes, target, progress);
      return new Candidate(
          release,
          new Change(
              app,
              stack,
              before.map(modes::orchestrator).orElse(target.orchestrator()),
              target.orchestrator(),
              false,
              server,
              oldServer,
              () -> releases.finish(release, Terms.of(target.mode(), env, runtimes, server)),
              () -> old));
    } catch (KataException e) {
      releases.discard(release);
      throw e;
    }
  }

  private static KataException unchanged(KataException cause, Optional<Release> old) {
    String still =
        old.map(release -> "nothing was changed: %s still serves".formatted(release.shown()))
            .orElse("nothing was started");
    String hint = cause.hint().isEmpty() ? still : cause.hint() + "; " + still;
    return new KataException(cause.code(), cause.message(), hint, cause);
  }

  /** A folder from the original kata has no record, but its server is its own. */
  private static boolean mayReplace(Optional<Release> old, Optional<ObjectNode> oldServer) {
    return oldServer.isPresent() || old.map(release -> release.number() == 0).orElse(false);
  }

  /** What is left to do once the new release serves; failing here does not make it fail. */
  private static void tidy(
      AppHome app,
      ReleaseStore releases,
      Release release,
      Optional<Release> old,
      Progress progress) {
    try {
      old.ifPresent(before -> tellLeftovers(releases, before, progress));
      releases.prune(release, progress);
      releases.dependencies().ifPresent(used -> DependencyInstall.prune(app, used));
    } catch (KataException e) {
      progress.warn("old releases were not tidied up: " + e.message());
    }
  }

  private static void tellLeftovers(ReleaseStore releases, Release old, Progress progress) {
    int count = releases.leftovers(old).size();
    if (count > 0) {
      progress.warn(
          "the app wrote %d files into its code folder; they stay in %s"
              .formatted(count, old.code()));
    }
  }
}
