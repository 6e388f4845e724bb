package kata.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import kata.process.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Tells progress in whole plain lines, in the shapes Heroku and piku made known; {@code warning:}
 * and {@code success:} are words the git of the person who pushes colours by itself. When nothing
 * was said for ten seconds it says that the step goes on.
 */
final class LineProgress implements Progress {
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final PrintStream err;
  private @Nullable Thread heartbeat;
  private String step = "";
  private boolean times;
  private Instant stepBegan = Instant.now();
  private Instant lastLine = Instant.now();

  LineProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized void step(String text) {
    step = text;
    stepBegan = Instant.now();
    print("-----> " + text);
    if (heartbeat == null) {
      heartbeat = new Thread(this::beat, "heartbeat");
      heartbeat.setDaemon(true);
      heartbeat.start();
    }
  }

  @Override
  public synchronized void detail(String text) {
    print("       " + text);
  }

  @Override
  public synchronized void warn(String text) {
    print("warning: " + text);
  }

  @Override
  public synchronized void success(String text) {
    step = "";
    print("success: " + text);
  }

  /** Prints the time of each step, too. */
  LineProgress withTimes() {
    times = true;
    return this;
  }

  @Override
  public synchronized void timed(String finished, Duration took) {
    if (times) {
      print("       %s took %.2f s".formatted(finished, took.toMillis() / 1000.0));
    }
  }

  private void print(String line) {
    lastLine = Instant.now();
    err.println(Plain.text(line));
    err.flush();
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(1000);
        tellStillAtIt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void tellStillAtIt() {
    if (!step.isEmpty() && Duration.between(lastLine, Instant.now()).compareTo(QUIET) > 0) {
      long seconds = Duration.between(stepBegan, Instant.now()).toSeconds();
      print("       still at it (%d s): %s".formatted(seconds, step));
    }
  }
}
