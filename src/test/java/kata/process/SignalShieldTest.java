package kata.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that a signal ends during a change; it is a child, since the signal ends it. */
final class SignalShieldTest {
  private static final int ENDED_BY_TERM = 143;

  @Test
  void a_change_is_undone_and_described_before_the_process_ends() throws Exception {
    Outcome outcome = endedByTerm("exit");
    assertThat(outcome.lines()).containsExactly("undone", "the old release serves");
    assertThat(outcome.status()).isEqualTo(ENDED_BY_TERM);
  }

  @Test
  void the_process_does_not_outlive_the_exit() throws Exception {
    // Not recognised, the exit would be waited for as long as last words may take.
    assertThat(endedByTerm("exit").afterLastWord())
        .isLessThan(SignalShield.LAST_WORDS.dividedBy(2));
  }

  @Test
  void a_thread_that_never_exits_is_waited_for_as_long_as_last_words_may_take() throws Exception {
    Outcome outcome = endedByTerm("stay");
    assertThat(outcome.afterLastWord()).isGreaterThan(SignalShield.LAST_WORDS.dividedBy(2));
    assertThat(outcome.status()).isEqualTo(ENDED_BY_TERM);
  }

  private record Outcome(List<String> lines, int status, Duration afterLastWord) {}

  private static Outcome endedByTerm(String ending) throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder(SignalShield.class) + ":" + folder(Victim.class),
                Victim.class.getName(),
                ending)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = victim.inputReader()) {
      assertThat(said.readLine()).isEqualTo("started");
      victim.toHandle().destroy(); // the process itself would close its output, too
      List<String> lines = List.of(line(said), line(said));
      long last = System.nanoTime();
      assertThat(said.readLine()).isNull();
      return new Outcome(lines, victim.waitFor(), Duration.ofNanos(System.nanoTime() - last));
    } finally {
      victim.destroyForcibly();
    }
  }

  private static String line(BufferedReader said) throws IOException {
    return String.valueOf(said.readLine());
  }

  private static String folder(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** A process in a change that takes longer than the test waits. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws InterruptedException {
      try (SignalShield shield = SignalShield.raise(Duration.ofMinutes(1))) {
        System.out.println("started");
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        System.out.println("undone");
      }
      System.out.println("the old release serves");
      if (args[0].equals("stay")) {
        Thread.sleep(60_000);
      }
      System.exit(130);
    }
  }
}
