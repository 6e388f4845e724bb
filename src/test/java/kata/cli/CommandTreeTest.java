package kata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kata.CliRunner;
import kata.CliRunner.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class CommandTreeTest {
  @TempDir Path temp;
  private CliRunner kata;

  @BeforeEach
  void make() throws IOException {
    kata = new CliRunner(temp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setup",
        "setup:ssh",
        "ls",
        "restart",
        "stop",
        "rm",
        "config:stack",
        "config:docker",
        "config:caddy",
        "update",
        "secrets:set",
        "secrets:ls",
        "secrets:rm",
        "help",
        "git-hook",
        "git-receive-pack",
        "git-upload-pack",
        "ssh-shell"
      })
  void every_command_explains_itself(String name) throws IOException {
    Map<String, String> before = kata.snapshot();
    Ran ran = kata.run(name, "--help");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("\n\nUsage: kata " + name);
    assertThat(ran.err()).isEmpty();
    assertThat(kata.snapshot()).isEqualTo(before);
  }

  @Test
  void without_a_command_it_shows_them() {
    for (List<String> args : List.of(List.<String>of(), List.of("--help"), List.of("help"))) {
      Ran ran = kata.run(args.toArray(String[]::new));
      assertThat(ran.code()).isZero();
      assertThat(ran.out()).contains("restart", "config:caddy", "git push kata@SERVER:APP main");
      assertThat(ran.out()).doesNotContain("git-hook", "ssh-shell");
    }
    assertThat(kata.run("--version").out()).startsWith("kata ");
  }

  @Test
  void an_unknown_command_is_told_with_one_that_is_near() {
    Ran ran = kata.run("restat", "blog");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo("error: there is no command 'restat'\nhint: did you mean `kata restart`?\n");
    assertThat(ran.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm", "stop", "restart", "config:stack", "setup:ssh", "git-hook"})
  void a_missing_or_surplus_argument_is_wrong_usage(String name) {
    Ran missing = kata.run(name);
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("hint: `kata " + name + " --help` shows its usage");
    assertThat(kata.run(name, "a", "b").code()).isEqualTo(2);
    assertThat(kata.run(name, "a", "--no-such-option").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restart",
        "stop",
        "rm -f",
        "config:stack",
        "config:docker",
        "config:caddy",
        "git-upload-pack",
        "rm",
        "rm -f -w"
      })
  void an_unknown_app_is_told(String command) throws IOException {
    Map<String, String> before = kata.snapshot();
    Ran ran = kata.run((command + " blog").split(" ", -1));
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).startsWith("error: there is no app 'blog'\nhint: ");
    assertThat(kata.snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -f",
        "restart",
        "stop",
        "config:stack",
        "config:docker",
        "config:caddy",
        "git-hook",
        "git-receive-pack",
        "git-upload-pack",
        "setup:ssh",
        ""
      })
  void a_file_never_stands_in_for_an_argument(String command) throws IOException {
    Path secret = Files.writeString(temp.resolve("secret"), "root:hunter2:x\n");
    String argument = "@" + secret;
    Ran ran = kata.run((command + " " + argument).strip().split(" ", -1));
    assertThat(ran.code()).isEqualTo(command.isEmpty() ? 2 : 3);
    assertThat(ran.out() + ran.err()).contains(argument.substring(0, 20)).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u001b[31mb", "\u001b]0;title\u0007", "a\rb", "a\u009b31m", "a\nb"})
  void control_characters_are_not_echoed(String name) {
    for (List<String> args :
        List.of(
            List.of("rm", "-f", name),
            List.of("config:stack", name),
            List.of("git-hook", name),
            List.of("setup:ssh", name),
            List.of(name),
            List.of("ls", name),
            List.of("ls", "--" + name))) {
      Ran ran = kata.run(args.toArray(String[]::new));
      assertThat(ran.code()).isIn(2, 3);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err().lines()).allMatch(line -> line.matches("(error|hint): .*"));
      assertThat(ran.err().replace("\n", "").chars()).noneMatch(Character::isISOControl);
    }
  }

  @Test
  void docker_down_is_told_plainly() throws IOException { // fault 67
    assertThat(kata.run("ls").code()).isZero();
    Files.createDirectories(kata.root().resolve("app/blog"));
    Ran ran = kata.run("ls");
    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith("error: cannot reach docker at unix://" + temp.resolve("no-docker.sock: "))
        .contains("hint: check that the daemon is running")
        .doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"setup", "git-receive-pack blog", "setup:ssh -"})
  void a_root_that_cannot_be_written_is_told_in_a_line(String command) throws IOException { // R-21
    // Below a plain file nobody can make a folder, root neither.
    Path file = Files.writeString(temp.resolve("file"), "");
    Path inside = file.resolve("root");
    Ran ran =
        kata.with("KATA_ROOT", inside.toString())
            .with("HOME", inside.toString())
            .input(
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF0XrgyqTRP57z/Xgsp0RS8SdtF2/zwEZ/WZ+sWxabUE\n")
            .run(command.split(" ", -1));
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err()).contains("error: ", inside.toString()).doesNotContain("\tat ");
    assertThat(ran.err().lines().filter(line -> line.startsWith("error: "))).hasSize(1);
  }

  @Test
  void a_stack_trace_is_shown_to_who_asks_for_it() {
    assertThat(kata.run("stop", "blog").err()).doesNotContain("\tat ");
    assertThat(kata.with("KATA_DEBUG", "1").run("stop", "blog").err()).contains("\tat kata.");
  }

  @Test
  void restart_says_so_when_there_is_nothing_to_start() throws IOException { // fault 14
    Files.createDirectories(kata.root().resolve("repos/blog"));
    Ran ran = kata.run("restart", "blog");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("error: app 'blog' has no release yet\nhint: push to it");
  }

  @ParameterizedTest
  @CsvSource({"config:stack, kata-compose.yaml", "config:docker, .docker-compose.yaml"})
  void configuration_is_shown_byte_for_byte(String command, String file) throws IOException {
    Path code = Files.createDirectories(kata.root().resolve("app/blog"));
    assertThat(kata.run(command, "blog").err()).contains("app 'blog' has no " + file);
    Files.writeString(code.resolve(file), "a: ü\n  # no line end");
    assertThat(kata.run(command, "blog")).isEqualTo(new Ran(0, "a: ü\n  # no line end", ""));
  }

  @Test
  void a_link_in_a_pushed_app_shows_no_file_of_the_server() throws IOException {
    Path secret = Files.writeString(temp.resolve("secret"), "hunter2");
    Path code = Files.createDirectories(kata.root().resolve("app/blog"));
    Files.createSymbolicLink(code.resolve("kata-compose.yaml"), secret);
    Ran ran = kata.run("config:stack", "blog");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out() + ran.err()).doesNotContain("hunter2");
  }

  @Test
  void setup_makes_the_folders_and_tells_what_is_missing() { // fault 70
    Ran ran = kata.run("setup");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("something kata needs is missing");
    for (String folder :
        List.of("app", "data", "config", "envs", "logs", "repos", "cache", "releases")) {
      assertThat(kata.root().resolve(folder)).isDirectory();
      assertThat(ran.out()).contains("made    " + kata.root().resolve(folder));
    }
    assertThat(ran.out())
        .containsPattern("(?m)^ok {6}git: git version ")
        .containsPattern("(?m)^missing docker: cannot reach docker at ")
        .containsPattern("(?m)^no {6}caddy: ");
    assertThat(kata.run("setup").out()).doesNotContain("made");
  }
}
