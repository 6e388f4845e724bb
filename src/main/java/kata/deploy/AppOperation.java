package kata.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kata.home.AppHome;
import kata.home.HeldLock;
import kata.process.Progress;
import kata.process.SignalShield;
import kata.release.ReleaseStore;

/**
 * An exclusive operation on an app: holds its lock and a start slot. Passes its progress on, and
 * shows other commands that wait for the locks which step it is at.
 */
final class AppOperation implements Progress, AutoCloseable {
  private final AppHome app;
  private final ReleaseStore releases;
  private final Progress progress;
  private final SignalShield shield;
  private final List<HeldLock> locks = new ArrayList<>();

  AppOperation(AppHome app, ReleaseStore releases, Progress progress, SignalShield shield) {
    this.app = app;
    this.releases = releases;
    this.progress = progress;
    this.shield = shield;
  }

  AppHome app() {
    return app;
  }

  ReleaseStore releases() {
    return releases;
  }

  /** Returns whether it waited for another command. */
  boolean waited() {
    return locks.stream().anyMatch(HeldLock::waited);
  }

  void hold(HeldLock lock) {
    locks.add(lock);
  }

  @Override
  public void step(String text) {
    locks.forEach(lock -> lock.at(text));
    progress.step(text);
  }

  @Override
  public void detail(String text) {
    progress.detail(text);
  }

  @Override
  public void warn(String text) {
    progress.warn(text);
  }

  @Override
  public void success(String text) {
    progress.success(text);
  }

  @Override
  public void timed(String step, Duration took) {
    progress.timed(step, took);
  }

  @Override
  public void close() {
    try {
      for (int i = locks.size() - 1; i >= 0; i--) {
        locks.get(i).close();
      }
    } finally {
      shield.close();
    }
  }
}
