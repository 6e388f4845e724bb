package kata.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import kata.deploy.runner.DeployRequest;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.StepRunner;
import kata.docker.engine.DockerEngine;
import kata.error.Interrupted;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.home.AppHome;
import kata.home.AppName;
import kata.home.KataHome;
import kata.home.Settings;
import kata.process.Progress;
import kata.release.Release;
import kata.release.ReleaseStore;
import kata.route.RouteSync;

/** Starts the apps that ran before the server restarted, and restores their routes. */
public final class Boot {
  private final KataHome home;
  private final DockerEngine engine;
  private final RouteSync routes;
  private final StepLists steps;
  private final StepRunner runner;
  private final OperationQueue queue;
  private final Settings settings;

  Boot(
      KataHome home,
      DockerEngine engine,
      RouteSync routes,
      StepLists steps,
      StepRunner runner,
      OperationQueue queue,
      Settings settings) {
    this.home = home;
    this.engine = engine;
    this.routes = routes;
    this.steps = steps;
    this.runner = runner;
    this.queue = queue;
    this.settings = settings;
  }

  /**
   * Starts every app that is not stopped, one after the other; an app that does not start does not
   * keep the others down. Throws at the end when there was one, and at once when Docker does not
   * answer within the time that a deploy may take.
   */
  public void run(Progress progress) {
    engine.await(settings.deployTimeout(), progress);
    boolean routed = bringRoutesBack(progress);
    List<AppName> down = startAll(home.appNames(), progress);
    if (!down.isEmpty()) {
      progress.step("Trying again what did not start");
      down =
          startAll(down, progress); // a Swarm may have had no leader yet, Caddy not have listened
    }
    if (!routed) {
      bringRoutesBack(progress); // Caddy may have come later
    }
    if (!down.isEmpty()) {
      throw new OperationFailed(
          "some apps do not run: "
              + down.stream().map(AppName::value).collect(Collectors.joining(", ")),
          "`kata restart APP` tries one again");
    }
  }

  /** Also those of stopped apps, and what apps that are gone left; the others do so once more. */
  private boolean bringRoutesBack(Progress progress) {
    try {
      routes.run(progress);
    } catch (KataException e) {
      if (e instanceof Interrupted) {
        throw e;
      }
      progress.warn(e.message());
      return false;
    }
    return true;
  }

  /** Returns the apps that did not start. */
  private List<AppName> startAll(List<AppName> names, Progress progress) {
    List<AppName> down = new ArrayList<>();
    for (AppName name : names) {
      try {
        start(home.app(name), progress);
      } catch (KataException e) {
        if (e instanceof Interrupted) {
          throw e;
        }
        progress.warn("%s does not run: %s".formatted(name, e.message()));
        down.add(name);
      }
    }
    return down;
  }

  private void start(AppHome app, Progress progress) {
    try (AppOperation operation = queue.start(app, "boot", progress)) {
      ReleaseStore releases = operation.releases();
      Optional<Release> present = releases.current().filter(Release::started);
      if (present.isEmpty()) {
        return;
      }
      if (releases.stopped()) {
        operation.step("%s stays stopped".formatted(app.name()));
        return;
      }
      operation.step("Starting %s, %s".formatted(app.name(), present.get().displayName()));
      DeployRequest request =
          DeployRequest.ofRelease(
              app, releases, present, present.get(), Optional.empty(), Optional.empty(), false);
      runner.run(steps.boot(), Deployment.of(request), operation);
    }
  }
}
