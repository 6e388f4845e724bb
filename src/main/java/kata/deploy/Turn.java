package kata.deploy;

import java.util.ArrayList;
import java.util.List;
import kata.home.AppHome;
import kata.home.HeldLock;
import kata.process.Progress;
import kata.process.SignalShield;

/**
 * The time in which a command alone changes an app. Passes its story on, and tells those who wait
 * which step it is at.
 */
final class Turn implements Progress, AutoCloseable {
  private final AppHome app;
  private final ReleaseStore releases;
  private final Progress told;
  private final SignalShield shield;
  private final List<HeldLock> locks = new ArrayList<>();

  Turn(AppHome app, ReleaseStore releases, Progress told, SignalShield shield) {
    this.app = app;
    this.releases = releases;
    this.told = told;
    this.shield = shield;
  }

  AppHome app() {
    return app;
  }

  ReleaseStore releases() {
    return releases;
  }

  /** Tells whether another command had to end first. */
  boolean waited() {
    return locks.stream().anyMatch(HeldLock::waited);
  }

  void hold(HeldLock lock) {
    locks.add(lock);
  }

  @Override
  public void step(String text) {
    locks.forEach(lock -> lock.at(text));
    told.step(text);
  }

  @Override
  public void detail(String text) {
    told.detail(text);
  }

  @Override
  public void warn(String text) {
    told.warn(text);
  }

  @Override
  public void success(String text) {
    told.success(text);
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
