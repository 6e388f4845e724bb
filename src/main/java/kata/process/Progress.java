package kata.process;

import java.time.Duration;

/**
 * Reports the progress of a long command, line by line: to the user who pushed, and to the deploy
 * log.
 */
public interface Progress {
  /** Reports a new step: {@code -----> text}. */
  void step(String text);

  /** Reports a detail of the current step, or passes on a line of a child process. */
  void detail(String text);

  /** Reports a problem that did not stop the command. */
  void warn(String text);

  /** Reports success. */
  void success(String text);

  /** Notes how long a step of a deploy took. */
  default void timed(String step, Duration took) {}

  /** Returns a progress that reports nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void step(String text) {}

      @Override
      public void detail(String text) {}

      @Override
      public void warn(String text) {}

      @Override
      public void success(String text) {}
    };
  }
}
