package kata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kata.CliRunner;
import kata.CliRunner.Ran;
import kata.docker.swarm.TwoNodes;
import kata.process.Invocation;
import kata.testing.RecordingExec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child of kata is given is what the user gave. */
@Timeout(60)
final class PassthroughTest {
  private static final Ran SILENT = new Ran(9, "", "");

  @TempDir Path temp;
  private final RecordingExec exec = new RecordingExec(9);
  private CliRunner kata;

  @BeforeEach
  void make() throws IOException {
    kata = new CliRunner(temp).with(exec).with(TwoNodes.inventory(TwoNodes.all()));
  }

  static List<List<String>> arguments() {
    return List.of(
        List.of("ls", "-la"),
        List.of("-h"),
        List.of("--help"),
        List.of("-V", "--version"),
        List.of("help", "docker"),
        List.of("--", "--"),
        List.of("-x", "--", "-y", "--", "z"),
        List.of("@/etc/hostname", "-d@x", "@@x"),
        List.of("", " ", "  two  blanks ", "\t"),
        List.of("a'b", "\"quoted\"", "'all'", "back\\slash", "\\"),
        List.of("$HOME", "${x}", "`id`", "$(id)", "*", "a;b|c&d>e<f", "#no", "!", "~"),
        List.of("ü € 日本 😀", "%s%n", "{{.Names}}", "--format={{json .}}", "-e", "A=b=c"),
        List.of("--filter", "label=x", "--filter", "label=y", "-f", "-f", "--force"));
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void docker_and_scp_get_every_argument_as_given(List<String> args) { // fault 68, fault 70
    for (String command : List.of("docker", "scp")) {
      List<String> line = joined(List.of(command), args);
      assertThat(kata.run(line.toArray(String[]::new))).isEqualTo(SILENT);
      assertThat(last().argv()).isEqualTo(line);
      assertThat(overSsh(line)).isEqualTo(SILENT);
      assertThat(last().argv()).isEqualTo(line);
    }
    assertThat(exec.ran()).hasSize(4);
  }

  @Test
  void without_arguments_the_program_says_what_it_wants() {
    assertThat(kata.run("docker")).isEqualTo(SILENT);
    assertThat(last().argv()).containsExactly("docker");
    assertThat(kata.run("scp")).isEqualTo(SILENT);
    assertThat(last().argv()).containsExactly("scp");
  }

  @Test
  void scp_has_its_paths_in_the_home_folder() {
    kata.run("scp", "-t", ".");
    assertThat(last().dir()).contains(kata.home());
    kata.run("docker", "ps");
    assertThat(last().dir()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void run_gives_the_command_what_follows_the_target(List<String> args) { // fault 66
    String id = "bbbb1".repeat(12);
    List<String> child =
        joined(
            List.of("docker", "exec", "--interactive", id),
            args.subList(separators(args), args.size()));
    for (List<String> line :
        List.of(
            joined(List.of("run", "shop/db"), args),
            joined(List.of("run", "--", "shop/db"), args))) {
      assertThat(kata.run(line.toArray(String[]::new))).isEqualTo(SILENT);
      assertThat(last().argv()).isEqualTo(child);
      assertThat(overSsh(line)).isEqualTo(SILENT);
      assertThat(last().argv()).isEqualTo(child);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false, ''", "true, false, ''", "false, true, ''", "true, true, --tty"})
  void run_has_a_terminal_when_both_ends_are_one(
      boolean in, boolean out, String option) { // fault 66
    (in ? kata.typing("") : kata).terminals(out, false).run("run", "shop/db", "sh");
    List<String> options = new ArrayList<>(List.of("docker", "exec", "--interactive"));
    if (!option.isEmpty()) {
      options.add(option);
    }
    assertThat(last().argv()).isEqualTo(joined(options, List.of("bbbb1".repeat(12), "sh")));
  }

  @Test
  void run_explains_itself_before_the_target_only() {
    assertThat(kata.run("run", "-h").out()).contains("Usage: kata run TARGET CMD...");
    assertThat(exec.ran()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "run shop/db", "run shop/db --", "run -x shop/db ls", "ps"})
  void what_is_missing_is_wrong_usage(String line) {
    Ran ran = kata.run(line.split(" ", -1));
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.USAGE.status());
    assertThat(ran.err()).startsWith("error: ").contains("hint: ");
    assertThat(exec.ran()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "shop", "blog", "cart/worker", "cart/cron", "@/etc/hostname", ""})
  void run_refuses_what_no_command_can_run_in(String target) {
    Ran ran = kata.run("run", target, "ls");
    assertThat(ran.code()).isEqualTo(ExitCode.REFUSED.status());
    assertThat(ran.err()).matches("error: .+\nhint: .+\n");
    assertThat(exec.ran()).isEmpty();
  }

  @Test
  void what_only_looks_like_sftp_is_no_command() {
    for (String line : List.of("/tmp/sftp-server", "sftp-server", "sftp", "'internal-sftp x'")) {
      assertThat(kata.with("SSH_ORIGINAL_COMMAND", line).run("ssh-shell").code())
          .isEqualTo(ExitCode.USAGE.status());
    }
    assertThat(exec.ran()).isEmpty();
  }

  private Ran overSsh(List<String> words) {
    String line =
        words.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    return kata.with("SSH_ORIGINAL_COMMAND", line).run("ssh-shell");
  }

  private Invocation last() {
    return exec.ran().get(exec.ran().size() - 1);
  }

  private static int separators(List<String> args) {
    return args.get(0).equals("--") ? 1 : 0;
  }

  private static List<String> joined(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
