package kata.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kata.app.Modes;
import kata.docker.Orchestrator;
import kata.error.KataException;
import kata.home.AppHome;
import kata.home.FolderTree;
import kata.home.Mode;
import kata.process.Progress;
import kata.release.Release;
import kata.release.ReleaseRecord;
import kata.release.ReleaseStore;
import kata.route.Routes;

/** Removes an app: from Caddy, from Docker, from disk; needs none of its files to do so. */
public final class Remover {
  private final Routes routes;
  private final Modes modes;
  private final List<Orchestrator> orchestrators;
  private final OperationQueue queue;

  Remover(Routes routes, Modes modes, OperationQueue queue) {
    this.routes = routes;
    this.modes = modes;
    // Swarm first: its tasks may use a volume that Compose made.
    this.orchestrators = List.of(modes.orchestrator(Mode.SWARM), modes.orchestrator(Mode.COMPOSE));
    this.queue = queue;
  }

  /**
   * Removes an app. Its data, configuration and named volumes are kept unless they are to be wiped.
   * Throws before anything is deleted when Docker cannot be reached.
   */
  public void remove(AppHome app, boolean wipe, Progress progress) {
    try (AppOperation operation = queue.remove(app, "rm", progress)) {
      ReleaseStore releases = operation.releases();
      releases.current().ifPresent(now -> modes.requireReach(app, releases.mode(now)));
      takeOffCaddy(app, releases, operation);
      operation.step("Removing the containers of " + app.name());
      orchestrators.forEach(each -> each.remove(app.name().project(), wipe));
      operation.step("Deleting its files");
      List<Path> paths =
          new ArrayList<>(
              List.of(app.code(), app.releases(), app.envs(), app.logs(), app.repo(), app.cache()));
      if (wipe) {
        paths.addAll(List.of(app.data(), app.config()));
      }
      paths.forEach(FolderTree::delete);
      operation.success(
          wipe
              ? "%s is gone, with its data".formatted(app.name())
              : "%s is gone; its data, config and volumes are kept, until `kata rm -w %<s`"
                  .formatted(app.name()));
    }
  }

  private void takeOffCaddy(AppHome app, ReleaseStore releases, Progress progress) {
    boolean routed =
        releases
            .current()
            .map(release -> release.number() == 0 || hasRoute(releases, release))
            .orElse(false);
    if (!routed && !Files.exists(releases.journal())) {
      return;
    }
    try {
      routes.remove(app, progress);
    } catch (KataException e) {
      if (!e.isOfCaddy()) {
        throw e;
      }
      progress.warn("the route of %s may still be in Caddy: %s".formatted(app.name(), e.message()));
    }
  }

  private static boolean hasRoute(ReleaseStore releases, Release release) {
    return releases.record(release).flatMap(ReleaseRecord::server).isPresent();
  }
}
