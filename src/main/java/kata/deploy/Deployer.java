package kata.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import kata.compose.KataFile;
import kata.compose.Placement.RuntimeUse;
import kata.deploy.Switchover.Change;
import kata.docker.ComposeOrchestrator;
import kata.docker.ComposeOrchestrator.Stack;
import kata.env.Env;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.git.Revision;
import kata.home.AppHome;
import kata.home.AppLock;
import kata.home.AtomicFile;
import kata.process.Exec;
import kata.process.Progress;

/** Deploys and restarts: the two ways by which what runs changes. */
public final class Deployer {
  private final Exec exec;
  private final AppEnvironment environment;
  private final Preparation preparation;
  private final Routes routes;
  private final Switchover switchover;
  private final ComposeOrchestrator compose;
  private final Duration lockTimeout;

  Deployer(
      Exec exec,
      AppEnvironment environment,
      Preparation preparation,
      Routes routes,
      Switchover switchover,
      ComposeOrchestrator compose,
      Duration lockTimeout) {
    this.exec = exec;
    this.environment = environment;
    this.preparation = preparation;
    this.routes = routes;
    this.switchover = switchover;
    this.compose = compose;
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
    tidy(releases, release, old, progress);
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
    ModeCheck.refuseSwarm(file);
    Env env = environment.merge(app, file, progress);
    Optional<ObjectNode> server = routes.plan(app, file, env, mayReplace(old, oldServer));
    Release release = releases.checkOut(revision);
    try {
      Map<String, RuntimeUse> runtimes =
          preparation.runtimes(app, release.code(), file, env, progress);
      Stack stack = preparation.write(app, release, file, env, runtimes, progress);
      boolean services = !file.services().isEmpty();
      Runnable record = () -> releases.finish(release, server);
      return new Candidate(
          release, new Change(app, stack, services, server, oldServer, record, () -> old));
    } catch (KataException e) {
      releases.discard(release);
      throw e;
    }
  }

  /**
   * Stops and starts the app again with its present code and its present configuration. Refuses
   * before stopping anything when these do not go together.
   */
  public void restart(AppHome app, Progress progress) {
    try (AppLock held = AppLock.take(app, "restart", lockTimeout, progress)) {
      ReleaseStore releases = new ReleaseStore(app, new BareRepository(app.repo(), exec));
      Release release =
          releases
              .current()
              .orElseThrow(
                  () ->
                      KataException.refused(
                          "app '%s' has no release yet".formatted(app.name()), "push to it"));
      Optional<ObjectNode> oldServer = releases.server(release);
      progress.step("Restarting %s, %s".formatted(app.name(), release.shown()));

      KataFile file = AppSource.of(release.code());
      ModeCheck.refuseSwarm(file);
      Env env = environment.merge(app, file, progress);
      Optional<ObjectNode> server = routes.plan(app, file, env, true);
      Map<String, RuntimeUse> runtimes =
          preparation.runtimes(app, release.code(), file, env, progress);
      Path generated = Preparation.stack(app, release).file();
      Optional<String> before = textOf(generated);
      Stack stack = preparation.write(app, release, file, env, runtimes, progress);
      boolean services = !file.services().isEmpty();
      if (services && before.isPresent()) {
        compose.stop(stack, progress);
      }
      switchover.run(
          new Change(
              app,
              stack,
              services,
              server,
              oldServer,
              () -> releases.finish(release, server),
              () -> restore(release, generated, before)),
          progress);
      progress.success("%s runs again".formatted(app.name()));
    }
  }

  /** Stops the containers of the app and keeps them, and everything else. */
  public void stop(AppHome app, Progress progress) {
    try (AppLock held = AppLock.take(app, "stop", lockTimeout, progress)) {
      Optional<Release> release =
          new ReleaseStore(app, new BareRepository(app.repo(), exec)).current();
      Optional<Stack> stack =
          release
              .map(current -> Preparation.stack(app, current))
              .filter(found -> Files.exists(found.file()));
      if (stack.isEmpty()) {
        throw KataException.refused("app '%s' was never started".formatted(app.name()), "");
      }
      progress.step("Stopping " + app.name());
      compose.stop(stack.get(), progress);
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

  private static Optional<Release> restore(
      Release release, Path generated, Optional<String> before) {
    before.ifPresent(text -> AtomicFile.write(generated, text, "rw-------"));
    return before.map(text -> release);
  }

  private static Optional<String> textOf(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw KataException.refused("cannot read %s: %s".formatted(file, e.getMessage()), "");
    }
  }

  /** What is left to do once the new release serves; failing here does not make it fail. */
  private static void tidy(
      ReleaseStore releases, Release release, Optional<Release> old, Progress progress) {
    try {
      old.ifPresent(before -> tellLeftovers(releases, before, progress));
      releases.prune(release, progress);
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
