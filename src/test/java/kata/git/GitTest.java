package kata.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitTest {
  @TempDir Path temp;

  @Test
  void git_and_its_children_get_path_and_home_and_only_what_kata_sets() { // fault 8
    GitFixture git = new GitFixture(temp);
    assertThat(git.exec.run(Git.command("-c", "alias.see=!env", "see").in(temp)).text().lines())
        .anyMatch(line -> line.startsWith("PATH=") && line.endsWith(System.getenv("PATH")))
        .contains("HOME=" + temp, "GIT_TERMINAL_PROMPT=0")
        .filteredOn(line -> line.startsWith("GIT_"))
        .allMatch(line -> line.matches("GIT_(TERMINAL_PROMPT|CONFIG_\\w+|PREFIX|EXEC_PATH)=.*"));
  }
}
