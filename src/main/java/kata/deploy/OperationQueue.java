package kata.deploy;

import java.util.List;
import java.util.stream.IntStream;
import kata.deploy.runner.StepRunner;
import kata.git.BareRepository;
import kata.home.AppHome;
import kata.home.HeldLock;
import kata.home.Lockable;
import kata.home.Settings;
import kata.process.Exec;
import kata.process.Progress;
import kata.process.SignalShield;
import kata.release.ReleaseStore;

/**
 * Lets one command at a time change an app, and a limited number at once start one on this server.
 * An operation begins by completing or undoing what an interrupted one left of the app.
 */
final class OperationQueue {
  private final Exec exec;
  private final StepLists steps;
  private final StepRunner runner;
  private final Settings settings;

  OperationQueue(Exec exec, StepLists steps, StepRunner runner, Settings settings) {
    this.exec = exec;
    this.steps = steps;
    this.runner = runner;
    this.settings = settings;
  }

  /** Begins an operation that starts an app, once its lock and a start slot are free. */
  AppOperation start(AppHome app, String purpose, Progress progress) {
    return begin(app, purpose, true, true, progress);
  }

  /** Begins an operation that stops an app; it never waits for the start of other apps. */
  AppOperation stop(AppHome app, String purpose, Progress progress) {
    return begin(app, purpose, false, true, progress);
  }

  /** Begins an operation that removes an app, in whatever state the app is. */
  AppOperation remove(AppHome app, String purpose, Progress progress) {
    return begin(app, purpose, false, false, progress);
  }

  private AppOperation begin(
      AppHome app, String purpose, boolean starts, boolean recovers, Progress progress) {
    SignalShield shield = SignalShield.raise(settings.deployTimeout().multipliedBy(2));
    AppOperation operation = new AppOperation(app, releases(app), progress, shield);
    try {
      operation.hold(HeldLock.take(app.lock(), purpose, settings.lockTimeout(), progress));
      if (starts) {
        operation.hold(
            HeldLock.takeOneOf(
                places(app), purpose + " of " + app.name(), settings.lockTimeout(), progress));
      }
      if (recovers) {
        runner.recover(steps.deploy(), app, operation.releases(), operation);
      }
      return operation;
    } catch (RuntimeException e) {
      operation.close();
      throw e;
    }
  }

  private List<Lockable> places(AppHome app) {
    return IntStream.rangeClosed(1, settings.deploysAtOnce())
        .mapToObj(app.home()::startSlot)
        .toList();
  }

  private ReleaseStore releases(AppHome app) {
    return new ReleaseStore(app, new BareRepository(app.repo(), exec));
  }
}
