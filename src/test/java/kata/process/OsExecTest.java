package kata.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kata.cli.ExitCode;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class OsExecTest {
  private static final int MIB = 1024 * 1024;

  @TempDir Path temp;
  private final Exec exec = new OsExec(Map.of("PATH", System.getenv("PATH"), "BASE", "1"));

  @Test
  void a_child_sees_the_given_variables_the_mark_of_its_kata_and_no_other() {
    Result result = exec.run(Invocation.of("env").env("OWN", "a b").env("BASE", "2"));
    assertThat(result.text().lines())
        .containsExactlyInAnyOrder(
            "PATH=" + System.getenv("PATH"),
            "BASE=2",
            "OWN=a b",
            Orphans.VARIABLE + "=" + Orphans.mark());
  }

  @Test
  void both_streams_are_drained_at_once() {
    String megabyte = "head -c %d /dev/zero | tr '\\0' %s";
    String script = megabyte.formatted(MIB, "e") + " >&2; " + megabyte.formatted(MIB, "o");
    Result result = exec.run(Invocation.of("sh", "-c", script));
    assertThat(result.bytes()).hasSize(MIB).containsOnly('o');
    assertThat(result.errors()).hasSize(MIB).containsOnlyOnce("e".repeat(MIB));
  }

  @Test
  void the_deadline_ends_the_child_and_its_children() throws Exception {
    Path pid = temp.resolve("pid");
    Instant begin = Instant.now();
    Invocation slow =
        Invocation.of("sh", "-c", "sleep 300 & echo $! > pid; wait")
            .in(temp)
            .within(Duration.ofSeconds(1));
    assertThatThrownBy(() -> exec.run(slow))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.FAILED))
        .hasMessageContaining("did not exit within 1 s; kata stopped it");
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
    assertEnds(Files.readString(pid).strip());
  }

  @Test
  void the_deadline_holds_for_a_streamed_child_too() {
    Invocation slow = Invocation.of("sh", "-c", "echo one; sleep 300");
    List<String> lines = new ArrayList<>();
    assertThatThrownBy(() -> exec.stream(slow.within(Duration.ofSeconds(1)), lines::add))
        .hasMessageContaining("did not exit within 1 s");
    assertThat(lines).containsExactly("one");
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-program-of-kata, kata.error.OperationFailed",
    "docker, kata.error.EngineUnavailable",
    "git, kata.error.GitFailed"
  })
  void a_missing_program_is_named(String program, Class<?> type) {
    Exec nowhere = new OsExec(Map.of());
    Invocation invocation = Invocation.of(temp.resolve(program).toString());
    assertThatThrownBy(() -> nowhere.run(invocation))
        .isInstanceOf(type)
        .hasMessageContaining("cannot start " + temp.resolve(program))
        .hasMessageContaining("not installed");
  }

  @Test
  void a_missing_folder_is_not_a_missing_program() {
    Invocation invocation = Invocation.of("ls").in(temp.resolve("gone"));
    assertThatThrownBy(() -> exec.run(invocation))
        .hasMessage("cannot start ls: the folder %s does not exist", temp.resolve("gone"));
  }

  @Test
  void standard_input_is_empty() {
    assertThat(exec.run(Invocation.of("cat").within(Duration.ofSeconds(10))).bytes()).isEmpty();
  }

  @Test
  void arguments_arrive_as_they_are() { // fault 7, fault 77
    List<String> arguments =
        List.of("a b", "'", "\"", "$(id)", "`id`", "*", "one\ntwo", "", "\\", ";x", "ü", "-n");
    Result result = exec.run(Invocation.of("printf", "%s\\0").with(arguments));
    String text = new String(result.bytes(), StandardCharsets.UTF_8);
    assertThat(text).isEqualTo(String.join("\0", arguments) + "\0");
  }

  @Test
  void the_exit_status_is_passed_on() {
    assertThat(exec.run(Invocation.of("sh", "-c", "exit 37")).status()).isEqualTo(37);
    assertThat(exec.run(Invocation.of("sh", "-c", "kill -9 $$")).status()).isEqualTo(137);
    assertThat(exec.run(Invocation.of("true")).ok()).isTrue();
  }

  @Test
  void lines_of_both_streams_come_in_order() {
    List<String> lines = new ArrayList<>();
    Result result =
        exec.stream(Invocation.of("sh", "-c", "echo 1; echo 2 >&2; printf 3; exit 4"), lines::add);
    assertThat(lines).containsExactly("1", "2", "3");
    assertThat(result.status()).isEqualTo(4);
    assertThat(result.errors()).isEqualTo("1\n2\n3");
  }

  @Test
  void a_grandchild_that_holds_the_pipe_is_not_waited_for() {
    Instant begin = Instant.now();
    Result result = exec.run(Invocation.of("sh", "-c", "sleep 30 & echo done"));
    assertThat(result.text()).isEqualTo("done");
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void a_passthrough_to_a_stream_hands_on_bytes_and_status() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Invocation binary = Invocation.of("sh", "-c", "printf '\\000\\377'; exit 5");
    assertThat(exec.passthrough(binary, out)).isEqualTo(5);
    assertThat(out.toByteArray()).containsExactly(0, 0xff);
  }

  @Test
  void a_passthrough_to_a_stream_comes_as_it_is_written() {
    List<String> came = new ArrayList<>();
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() throws IOException {
            came.add(toString(StandardCharsets.UTF_8));
            Files.createFile(temp.resolve("seen"));
          }
        };
    Invocation twoParts =
        Invocation.of("sh", "-c", "echo 1; until [ -e seen ]; do sleep 0.1; done; exit 6");
    assertThat(exec.passthrough(twoParts.in(temp), out)).isEqualTo(6);
    assertThat(came).containsExactly("1\n");
  }

  @Test
  void it_runs_in_the_folder_it_is_given() throws IOException {
    assertThat(exec.run(Invocation.of("pwd", "-P").in(temp)).text())
        .isEqualTo(temp.toRealPath().toString());
  }

  /** An exited process has no command line, even before its parent has read its status. */
  private static void assertEnds(String pid) throws Exception {
    Path commandLine = Path.of("/proc", pid, "cmdline");
    for (int i = 0; i < 100 && Files.exists(commandLine); i++) {
      if (Files.readAllBytes(commandLine).length == 0) {
        return;
      }
      Thread.sleep(50);
    }
    assertThat(commandLine).doesNotExist();
  }
}
