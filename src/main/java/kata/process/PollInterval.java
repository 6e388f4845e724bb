package kata.process;

import java.time.Duration;
import kata.error.KataException;

/** The pause between two polls of Docker. */
public final class PollInterval {
  private PollInterval() {}

  /** Sleeps; throws when interrupted. */
  public static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw KataException.interrupted(e);
    }
  }
}
