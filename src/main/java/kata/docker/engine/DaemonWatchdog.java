package kata.docker.engine;

import java.time.Duration;
import java.util.function.Supplier;
import kata.error.EngineUnavailable;
import kata.error.KataException;
import org.jspecify.annotations.Nullable;

/**
 * Checks that Docker still answers while work waits for it. A client of a frozen daemon waits for
 * ever, and looks like a long build.
 */
final class DaemonWatchdog {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final Runnable ping;
  private final Duration silence;
  private final Thread worker = Thread.currentThread();
  private final Thread listener = new Thread(this::listen, "daemon-watchdog");
  private boolean over;
  private @Nullable KataException lost;

  /** Calls a ping that throws when Docker does not answer. */
  DaemonWatchdog(Runnable ping, Duration silence) {
    this.ping = ping;
    this.silence = silence;
    listener.setDaemon(true);
  }

  /**
   * Runs the work. Interrupts it and throws {@link EngineUnavailable} when Docker stops answering.
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
        Thread.interrupted(); // the watchdog set this flag, not a signal
      }
    }
    return lost;
  }

  private void listen() {
    long lastAnswer = System.nanoTime();
    while (true) {
      try {
        ping.run();
        lastAnswer = System.nanoTime();
      } catch (KataException e) {
        if (System.nanoTime() - lastAnswer >= silence.toNanos()) {
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
