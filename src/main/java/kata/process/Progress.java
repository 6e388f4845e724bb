package kata.process;

import java.time.Duration;

/**
 * The story of a long command, told in whole lines while it happens: to the person who pushed, and
 * to the log of the deploy.
 */
public interface Progress {
  /** Begins a step: {@code -----> text}. */
  void step(String text);

  /** Tells a detail of the present step, or passes on a line of a child. */
  void detail(String text);

  /** Tells of something that did not stop the command but that the person should know. */
  void warn(String text);

  /** Tells the good end. */
  void success(String text);

  /** Notes how long a step of a deploy took. */
  default void timed(String step, Duration took) {}

  /** Returns a progress that tells nobody. */
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
