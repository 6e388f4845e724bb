package kata.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import kata.CliRunner;
import kata.CliRunner.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpdateCommandTest {
  @TempDir Path temp;

  @Test
  void it_says_what_is_not_set() throws IOException {
    CliRunner kata = new CliRunner(temp);
    for (String[] args : new String[][] {{"update"}, {"update", "--check"}}) {
      Ran ran = kata.run(args);
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.err())
          .startsWith("error: KATA_UPDATE_URL is not set")
          .contains(kata.root().resolve(".kata/settings.env").toString());
    }
  }

  @Test
  void rolling_back_needs_no_address() throws IOException {
    Ran ran = new CliRunner(temp).run("update", "--rollback");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("there is no backup ", "kata.backup to restore");
  }

  @Test
  void its_options_exclude_each_other() throws IOException {
    Ran ran = new CliRunner(temp).run("update", "--check", "--rollback");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--check", "--rollback", "mutually exclusive");
  }
}
