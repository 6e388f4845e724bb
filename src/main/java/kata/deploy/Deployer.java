package kata.deploy;

import java.util.Optional;
import kata.caddy.model.RoutesRejected;
import kata.cli.ExitCode;
import kata.compose.ComposeGenerator;
import kata.compose.KataFile;
import kata.deploy.Planner.Plan;
import kata.deploy.Planner.Wish;
import kata.docker.engine.UnusedImages;
import kata.env.Env;
import kata.error.Busy;
import kata.error.DeployFailed;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.git.Revision;
import kata.home.AppHome;
import kata.home.Mode;
import kata.process.Exec;
import kata.process.Progress;
import kata.runtime.DependencyInstall;

/** Deploys a commit: from a revision in the repository to what serves. */
public final class Deployer {
  private final Exec exec;
  private final AppEnvironment environment;
  private final Preparation preparation;
  private final Planner planner;
  private final Switchover switchover;
  private final Turns turns;
  private final UnusedImages unused;

  Deployer(
      Exec exec,
      AppEnvironment environment,
      Preparation preparation,
      Planner planner,
      Switchover switchover,
      Turns turns,
      UnusedImages unused) {
    this.exec = exec;
    this.environment = environment;
    this.preparation = preparation;
    this.planner = planner;
    this.switchover = switchover;
    this.turns = turns;
    this.unused = unused;
  }

  /**
   * Makes a commit of the app's repository what runs. When it throws, what ran before runs, and the
   * message says so; {@link ExitCode#OLD_RELEASE_LOST} is the one exception. A commit that had to
   * wait while a newer one was pushed is left to that push.
   */
  public void deploy(AppHome app, Revision revision, Progress told) {
    try (DeployLog log = DeployLog.open(app, revision, told)) {
      try (Turn turn = begin(app, log)) {
        Optional<Revision> newest =
            turn.waited() ? new BareRepository(app.repo(), exec).newest() : Optional.empty();
        if (newest.isPresent() && !newest.get().equals(revision)) {
          turn.success(
              "%s is skipped: %s was pushed meanwhile, and its own push deploys it"
                  .formatted(revision.shortForm(), newest.get().shortForm()));
          return;
        }
        deploy(turn, revision);
      } catch (KataException e) {
        log.failed(e);
        throw e;
      }
    }
  }

  /** Refuses a commit that could not be deployed, as far as its file and the environment tell. */
  void check(AppHome app, BareRepository repository, Revision revision) {
    try {
      rehearse(app, AppSource.of(repository, revision));
    } catch (KataException e) {
      throw unchanged(e, e.hint(), new ReleaseStore(app, repository));
    }
  }

  /** Does with a file what needs no checkout, Docker or Caddy. */
  void rehearse(AppHome app, KataFile file) {
    Env env = environment.merge(app, file, Progress.silent());
    preparation.rehearse(app, file, env);
    Routes.read(file, env);
  }

  private Turn begin(AppHome app, Progress told) {
    try {
      return turns.toStart(app, "deploy", told);
    } catch (KataException e) {
      throw e instanceof Busy
          ? refused(e, app, new ReleaseStore(app, new BareRepository(app.repo(), exec)))
          : e;
    }
  }

  private void deploy(Turn turn, Revision revision) {
    AppHome app = turn.app();
    turn.step("Deploying %s at %s".formatted(app.name(), revision.shortForm()));
    Change change;
    try {
      change = prepare(turn, revision);
      switchover.run(change, turn);
    } catch (KataException e) {
      if (!Switchover.isOfDocker(e) && !(e instanceof DeployFailed failed && !failed.restored())) {
        forgetImages(turn); // what was built for a release that is not to be
      }
      throw e;
    }
    tidy(turn, change.to());
    forgetImages(turn);
    turn.success(
        "%s is live at %s, %s".formatted(app.name(), revision.shortForm(), change.to().shown()));
  }

  /** Checks, checks out, prepares and writes: touches nothing that runs. */
  private Change prepare(Turn turn, Revision revision) {
    try {
      return ready(turn, revision);
    } catch (KataException e) {
      throw refused(e, turn.app(), turn.releases());
    }
  }

  private Change ready(Turn turn, Revision revision) {
    AppHome app = turn.app();
    ReleaseStore releases = turn.releases();
    KataFile file = AppSource.of(new BareRepository(app.repo(), exec), revision);
    Optional<Release> present = releases.current();
    Optional<Mode> choice = present.flatMap(release -> Modes.choice(release.code()));
    Plan plan =
        planner.plan(new Wish(app, releases, present, file, choice, Optional.empty(), false), turn);
    Release release = releases.checkOut(revision);
    try {
      return planner.prepare(plan, release, turn);
    } catch (KataException e) {
      releases.withdraw(release);
      throw e;
    }
  }

  /**
   * Git has taken the commit in, and sends it no second time when what is repaired is not in it.
   */
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

  /** Without Docker or Caddy it may not serve, and who holds the lock may be changing it. */
  private static String serving(KataException cause, Release release, ReleaseStore releases) {
    return Switchover.isOfDocker(cause) || Switchover.isOfCaddy(cause) || cause instanceof Busy
        ? ""
        : ": %s still %s".formatted(release.shown(), releases.stopped() ? "waits" : "serves");
  }

  private static String joined(String hint, String more) {
    return hint.isEmpty() ? more : hint + (hint.endsWith("?") ? " " : "; ") + more;
  }

  /** Removes the images of releases that are gone by now. */
  private void forgetImages(Turn turn) {
    try {
      String app = turn.app().name().value();
      unused.remove(ComposeGenerator.APP_LABEL, app, turn.releases().images());
    } catch (KataException e) {
      turn.warn("images of old releases were not removed: " + e.message());
    }
  }

  /** What is left to do once the new release serves; failing here does not make it fail. */
  private static void tidy(Turn turn, Release release) {
    try {
      turn.releases().prune(release, turn);
      turn.releases().dependencies().ifPresent(used -> DependencyInstall.prune(turn.app(), used));
    } catch (KataException e) {
      turn.warn("old releases were not tidied up: " + e.message());
    }
  }
}
