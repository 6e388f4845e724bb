package kata.deploy;

import java.util.List;
import java.util.stream.IntStream;
import kata.git.BareRepository;
import kata.home.AppHome;
import kata.home.HeldLock;
import kata.home.Lockable;
import kata.home.Settings;
import kata.process.Exec;
import kata.process.Progress;
import kata.process.SignalShield;

/**
 * Lets one command at a time change an app, and so many at once start something on this server.
 * Whose turn it is first puts right what an interrupted command left of the app.
 */
final class Turns {
  private final Exec exec;
  private final Switchover switchover;
  private final Settings settings;

  Turns(Exec exec, Switchover switchover, Settings settings) {
    this.exec = exec;
    this.switchover = switchover;
    this.settings = settings;
  }

  /** Waits for the turn of a command that starts an app. */
  Turn toStart(AppHome app, String purpose, Progress told) {
    return begin(app, purpose, true, true, told);
  }

  /** Waits for the turn of a command that stops an app; it never waits for the start of others. */
  Turn toStop(AppHome app, String purpose, Progress told) {
    return begin(app, purpose, false, true, told);
  }

  /** Waits for the turn of a command that removes an app, whatever state that is in. */
  Turn toRemove(AppHome app, String purpose, Progress told) {
    return begin(app, purpose, false, false, told);
  }

  private Turn begin(AppHome app, String purpose, boolean starts, boolean recovers, Progress told) {
    SignalShield shield = SignalShield.raise(settings.deployTimeout().multipliedBy(2));
    Turn turn = new Turn(app, releases(app), told, shield);
    try {
      turn.hold(HeldLock.take(app.lock(), purpose, settings.lockTimeout(), told));
      if (starts) {
        turn.hold(
            HeldLock.takeOneOf(
                places(app), purpose + " of " + app.name(), settings.lockTimeout(), told));
      }
      if (recovers) {
        switchover.recover(app, turn.releases(), turn);
      }
      return turn;
    } catch (RuntimeException e) {
      turn.close();
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
