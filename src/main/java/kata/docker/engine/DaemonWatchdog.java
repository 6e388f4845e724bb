package kata.docker.engine;

import java.time.Duration;
import java.util.function.Supplier;
import kata.error.EngineUnavailable;
import kata.error.KataException;
import org.jspecify.annotations.Nullable;

/**
 * Listens whether Docker still answers while something waits for it that has no measure of its own:
 * a client of a frozen daemon waits for ever, and so looks like a build that takes long.
 */
final class DaemonWatchdog {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final Runnable question;
  private final Duration silence;
  private final Thread worker = Thread.currentThread();
  private final Thread listener = new Thread(this::listen, "heartbeat");
  private boolean over;
  private @Nullable KataException lost;

  /** Listens to a question that throws when Docker does not answer it. */
  DaemonWatchdog(Runnable question, Duration silence) {
    this.question = question;
    this.silence = silence;
    listener.setDaemon(true);
  }

  /**
   * Does the work; interrupts it, and throws with {@link EngineUnavailable}, when Docker is lost.
   */
  <T> T during(Supplier<T> work) {
    listener.start();
    try {
      return work.get();
    } catch (KataException e) {
      KataException silent = end();
      throw silent == null ? e : silent;
    } finally {
      end();
    }
  }

  private synchronized @Nullable KataException end() {
    if (!over) {
      over = true;
      listener.interrupt();
      if (lost != null) {
        Thread.interrupted(); // this was the listener's, not a signal's
      }
    }
    return lost;
  }

  private void listen() {
    long heard = System.nanoTime();
    while (true) {
      try {
        question.run();
        heard = System.nanoTime();
      } catch (KataException e) {
        if (System.nanoTime() - heard >= silence.toNanos()) {
          giveUp(e);
          return;
        }
      }
      try {
        Thread.sleep(PERIOD.toMillis());
      } catch (InterruptedException e) {
        return; // the work is done
      }
    }
  }

  private synchronized void giveUp(KataException reason) {
    if (!over) {
      lost = new EngineUnavailable(reason.message(), reason.hint(), reason);
      worker.interrupt();
    }
  }
}
