package kata.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
final class RmCommandTest {
  @TempDir Path temp;
  private CliRunner kata;
  private Map<String, String> before;

  @BeforeEach
  void make() throws IOException {
    kata = new CliRunner(temp);
    for (String folder : List.of("app", "data", "config", "repos", "envs", "logs", "releases")) {
      Path blog = Files.createDirectories(kata.root().resolve(folder).resolve("blog"));
      Files.writeString(blog.resolve("file"), folder);
    }
    before = kata.snapshot();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/",
        "~",
        "./",
        "../",
        "*",
        ".git",
        "'.'",
        "blog/..",
        "blog/../..",
        "../root",
        "BLOG/",
        " ",
        "blog ",
        "$(id)"
      })
  void a_bad_name_removes_nothing(String name) throws IOException { // fault 59, R-2
    for (List<String> options : List.of(List.of("-f"), List.of("-f", "-w"), List.of("-fw"))) {
      List<String> args = new ArrayList<>(List.of("rm"));
      args.addAll(options);
      args.add(name);
      Ran ran = kata.run(args.toArray(String[]::new));
      assertThat(ran.code()).as(ran.err()).isEqualTo(3);
      assertThat(ran.err()).contains("is not an app name");
      assertThat(kata.snapshot()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blogs", "blo", "kept", "root", "-"})
  void an_unknown_app_removes_nothing(String name) throws IOException {
    Files.createDirectories(kata.root().resolve("data/kept")); // data alone makes no app
    before = kata.snapshot();
    assertThat(kata.run("rm", "-f", name).code()).isEqualTo(3);
    assertThat(kata.run("rm", "-f", "-w", name).code()).isEqualTo(3);
    assertThat(kata.snapshot()).isEqualTo(before);
  }

  @Test
  void another_spelling_of_a_name_removes_nothing() throws IOException { // fault 11
    assertThat(kata.run("rm", "-f", "-w", "Blog").code()).isEqualTo(3);
    Files.createDirectories(kata.root().resolve("config/Blog")); // its project would be blog's
    before = kata.snapshot();
    assertThat(kata.run("rm", "-f", "-w", "Blog").code()).isEqualTo(3);
    assertThat(kata.snapshot()).isEqualTo(before);
  }

  @Test
  void without_a_person_it_wants_to_be_forced() throws IOException {
    Ran ran = kata.input("blog\n").run("rm", "blog");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains(
            "needs a confirmation, but standard input is not a terminal", "hint: add --force");
    assertThat(kata.snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "y\n", "yes\n", "BLOG\n", "blo"})
  void only_the_name_of_the_app_confirms(String answer) throws IOException {
    Ran ran = kata.typing(answer).run("rm", "blog");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("nothing was removed");
    assertThat(kata.snapshot()).isEqualTo(before);
  }

  @Test
  void with_docker_down_nothing_is_deleted() throws IOException {
    Ran ran = kata.typing("blog\n").run("rm", "-w", "blog");
    assertThat(ran.code()).isEqualTo(5);
    Map<String, String> after = kata.snapshot();
    after.keySet().removeIf(path -> path.startsWith(".kata"));
    assertThat(after).isEqualTo(before);
  }
}
