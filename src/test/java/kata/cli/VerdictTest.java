package kata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class VerdictTest {
  private final Verdict verdict = Verdict.expected();

  @AfterEach
  void delete() {
    verdict.delete();
    assertThat(verdict.file()).doesNotExist();
  }

  @Test
  void a_push_without_a_hook_ended_well() {
    assertThat(verdict.status()).hasValue(0);
  }

  @Test
  void a_hook_says_how_it_ended() {
    verdict.open();
    verdict.close(8);
    assertThat(verdict.status()).hasValue(8);
  }

  @Test
  void a_word_that_was_lost_is_no_good_end() throws IOException {
    Files.writeString(verdict.file(), "");
    assertThat(verdict.status()).isEmpty();
  }

  @Test
  void a_hook_that_was_killed_never_says() {
    verdict.open();
    assertThat(verdict.status()).isEmpty();
  }
}
