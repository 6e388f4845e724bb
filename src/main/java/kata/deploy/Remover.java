package kata.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kata.caddy.CaddyAdmin;
import kata.docker.Orchestrator;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.home.AppHome;
import kata.home.AppLock;
import kata.home.FolderTree;
import kata.home.Mode;
import kata.process.Exec;
import kata.process.Progress;

/** Removes an app: from Caddy, from Docker, from disk; needs none of its files to do so. */
public final class Remover {
  private final Exec exec;
  private final CaddyAdmin caddy;
  private final Modes modes;
  private final List<Orchestrator> orchestrators;
  private final Duration lockTimeout;

  Remover(Exec exec, CaddyAdmin caddy, Modes modes, Duration lockTimeout) {
    this.exec = exec;
    this.caddy = caddy;
    this.modes = modes;
    // Swarm first: its tasks may use a volume that Compose made.
    this.orchestrators = List.of(modes.orchestrator(Mode.SWARM), modes.orchestrator(Mode.COMPOSE));
    this.lockTimeout = lockTimeout;
  }

  /**
   * Removes an app. Its data, configuration and named volumes are kept unless they are to be wiped.
   * Throws before anything is deleted when Docker cannot be reached.
   */
  public void remove(AppHome app, boolean wipe, Progress progress) {
    try (AppLock held = AppLock.take(app, "rm", lockTimeout, progress)) {
      ReleaseStore releases = new ReleaseStore(app, new BareRepository(app.repo(), exec));
      releases.current().ifPresent(now -> modes.requireReach(app, releases.mode(now)));
      takeOffCaddy(app, releases, progress);
      progress.step("Removing the containers of " + app.name());
      orchestrators.forEach(each -> each.remove(app.name().project(), wipe));
      progress.step("Deleting its files");
      List<Path> paths =
          new ArrayList<>(
              List.of(app.code(), app.releases(), app.envs(), app.logs(), app.repo(), app.cache()));
      if (wipe) {
        paths.addAll(List.of(app.data(), app.config()));
      }
      paths.forEach(FolderTree::delete);
      progress.success(
          wipe
              ? "%s is gone, with its data".formatted(app.name())
              : "%s is gone; its data, config and volumes are kept".formatted(app.name()));
    }
  }

  private void takeOffCaddy(AppHome app, ReleaseStore releases, Progress progress) {
    boolean routed =
        releases
            .current()
            .map(release -> release.number() == 0 || releases.server(release).isPresent())
            .orElse(false);
    if (!routed) {
      return;
    }
    try {
      caddy.remove(app.name().value());
    } catch (KataException e) {
      if (e.code() != ExitCode.CADDY) {
        throw e;
      }
      progress.warn("the route of %s may still be in Caddy: %s".formatted(app.name(), e.message()));
    }
  }
}
