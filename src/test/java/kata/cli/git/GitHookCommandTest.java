package kata.cli.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kata.CliRunner;
import kata.CliRunner.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class GitHookCommandTest {
  private static final String ZERO = "0".repeat(40);
  private static final String ONE = "1".repeat(40);

  @TempDir Path temp;
  private CliRunner kata;
  private Map<String, String> before;

  @BeforeEach
  void make() throws IOException {
    kata = new CliRunner(temp);
    before = kata.snapshot();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "$ZERO $ONE",
        "$ZERO $ONE refs/heads/main x",
        "$ZERO $(touch${IFS}pwned) refs/heads/main",
        "$ZERO ;touch refs/heads/main",
        "$ZERO HEAD refs/heads/main",
        "$ZERO --upload-pack=x refs/heads/main",
        "$ZERO $ONE main",
        "$ZERO $ONE refs/heads/\u001b[31m"
      })
  void a_line_that_is_no_update_is_refused(String line) throws IOException { // fault 7
    String text = line.replace("$ZERO", ZERO).replace("$ONE", ONE);
    Ran ran = kata.input(text + "\n").run("git-hook", "blog");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("is not a").contains("hint: ").doesNotContain("\u001b");
    assertThat(kata.snapshot()).isEqualTo(before);
  }

  @Test
  void an_unknown_repository_fails() throws IOException { // fault 13
    Ran ran = kata.input("%s %s refs/heads/main\n".formatted(ZERO, ONE)).run("git-hook", "blog");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("app 'blog' has no repository", "hint: push to it first");
    assertThat(kata.snapshot()).isEqualTo(before);
  }

  @Test
  void a_name_like_that_of_another_app_is_refused() throws IOException { // R-3, fault 11
    Files.createDirectories(kata.root().resolve("app/blog"));
    before = kata.snapshot();
    for (String command : new String[] {"git-hook", "git-receive-pack"}) {
      Ran ran = kata.run(command, "Blog");
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.err()).contains("cannot exist beside app 'blog'");
    }
    assertThat(kata.snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "",
        "a/../b",
        "a b",
        "$(id)",
        "x;y",
        "q'uote",
        "a*",
        "a\nb",
        "'a b'",
        "../../etc"
      })
  void a_push_to_a_bad_name_changes_nothing(String name) throws IOException {
    for (String command : new String[] {"git-receive-pack", "git-upload-pack", "git-hook"}) {
      Ran ran = kata.run(command, name);
      assertThat(ran.code()).as(command).isEqualTo(3);
      assertThat(ran.err()).contains("is not an app name", "1 to 63 letters");
    }
    assertThat(kata.snapshot()).isEqualTo(before);
  }

  @Test
  void a_name_that_looks_like_an_option_is_wrong_usage() throws IOException {
    assertThat(kata.run("git-upload-pack", "--upload-pack=x").code()).isEqualTo(2);
    assertThat(kata.run("git-receive-pack", "-x").code()).isEqualTo(2);
    assertThat(kata.run("git-receive-pack", "--", "-x").code()).isEqualTo(3);
    assertThat(kata.snapshot()).isEqualTo(before);
  }
}
