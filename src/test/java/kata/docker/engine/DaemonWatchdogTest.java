package kata.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import kata.cli.ExitCode;
import kata.error.EngineFailed;
import kata.error.KataException;
import kata.process.PollInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** a Docker that does not answer does not block a command for as long as a build may take. */
@Timeout(30)
final class DaemonWatchdogTest {
  @Test
  void work_that_waits_for_a_silent_docker_ends_with_what_docker_did() {
    assertThatThrownBy(() -> watchdog(DaemonWatchdogTest::away, 1).during(DaemonWatchdogTest::work))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.DOCKER))
        .hasMessage("docker is away");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void a_docker_that_is_away_for_a_moment_does_not_matter() {
    AtomicInteger asked = new AtomicInteger();
    DaemonWatchdog watchdog =
        watchdog(
            () -> {
              if (asked.incrementAndGet() == 2) {
                away();
              }
            },
            3);
    String done =
        watchdog.during(
            () -> {
              while (asked.get() < 3) {
                PollInterval.sleep(Duration.ofMillis(20));
              }
              return "done";
            });
    assertThat(done).isEqualTo("done");
  }

  @Test
  void a_signal_while_docker_answers_is_a_signal() {
    Thread worker = Thread.currentThread();
    assertThatThrownBy(() -> watchdog(worker::interrupt, 1).during(DaemonWatchdogTest::work))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.INTERRUPTED));
    assertThat(Thread.interrupted()).isTrue();
  }

  private static DaemonWatchdog watchdog(Runnable ping, int seconds) {
    return new DaemonWatchdog(ping, Duration.ofSeconds(seconds));
  }

  private static void away() {
    throw new EngineFailed("docker is away");
  }

  private static String work() {
    PollInterval.sleep(Duration.ofSeconds(20));
    return "never";
  }
}
