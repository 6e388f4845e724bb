package kata.cli.console;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import kata.process.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Prints progress as whole plain lines, in the format of Heroku and piku. The git client of a push
 * colours {@code warning:} and {@code success:} itself. After ten quiet seconds a line reports that
 * the step is still running.
 */
public final class LineProgress implements Progress {
  private static final Duration HEARTBEAT_AFTER = Duration.ofSeconds(10);

  private final PrintStream err;
  private @Nullable Thread heartbeat;
  private String step = "";
  private boolean times;
  private Instant stepBegan = Instant.now();
  private Instant lastLine = Instant.now();

  /** Prints to this stream. */
  public LineProgress(PrintStream err) {
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
  public LineProgress withTimes() {
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
    err.println(Sanitizer.clean(line));
    err.flush();
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(1000);
        reportStillRunning();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void reportStillRunning() {
    if (!step.isEmpty()
        && Duration.between(lastLine, Instant.now()).compareTo(HEARTBEAT_AFTER) > 0) {
      long seconds = Duration.between(stepBegan, Instant.now()).toSeconds();
      print("       still running (%d s): %s".formatted(seconds, step));
    }
  }
}
