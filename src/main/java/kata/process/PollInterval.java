package kata.process;

import java.time.Duration;
import kata.error.KataException;

/** The pause between two looks at Docker. */
public final class PollInterval {
  private PollInterval() {}

  /** Waits, and throws when interrupted. */
  public static void of(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw KataException.interrupted(e);
    }
  }
}
