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
import kata.process.Exec;
import kata.process.Progress;

/** Removes an app: from Caddy, from Docker, from disk; needs none of its files to do so. */
public final class Remover {
  private final Exec exec;
  private final CaddyAdmin caddy;
  private final List<Orchestrator> orchestrators;
  private final Duration lockTimeout;

  Remover(Exec exec, CaddyAdmin caddy, List<Orchestrator> orchestrators, Duration lockTimeout) {
    this.exec = exec;
    this.caddy = caddy;
    this.orchestrators = List.copyOf(orchestrators);
    this.lockTimeout = lockTimeout;
  }

  /**
   * Removes an app. Its data, configuration and named volumes are kept unless they are to be wiped.
   * Throws before anything is deleted when Docker cannot be reached.
   */
  public void remove(AppHome app, boolean wipe, Progress progress) {
    try (AppLock held = AppLock.take(app, "rm", lockTimeout, progress)) {
      takeOffCaddy(app, progress);
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

  private void takeOffCaddy(AppHome app, Progress progress) {
    ReleaseStore releases = new ReleaseStore(app, new BareRepository(app.repo(), exec));
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
