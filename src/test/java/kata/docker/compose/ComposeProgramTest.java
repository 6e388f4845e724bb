package kata.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kata.cli.ExitCode;
import kata.error.KataException;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComposeProgramTest {
  private static final List<String> OPTIONS = List.of("--ansi", "never", "--progress", "plain");

  @TempDir Path temp;
  private final List<String> asked = new ArrayList<>();

  @Test
  void a_plugin_where_docker_looks_is_run_by_itself_and_not_asked() throws IOException {
    Path ofHome = plugin("home/.docker/cli-plugins");
    Path ofConfig = plugin("config/cli-plugins");
    String home = temp.resolve("home").toString();
    String config = temp.resolve("config").toString();
    for (Map<String, String> variables :
        List.of(
            Map.of("HOME", home),
            Map.of("DOCKER_CONFIG", config),
            Map.of("DOCKER_CONFIG", config, "HOME", home))) {
      ComposeProgram compose = ComposeProgram.of(answering(Set.of()), variables);
      Path folder = variables.containsKey("DOCKER_CONFIG") ? ofConfig : ofHome;
      assertThat(compose.command())
          .startsWith(folder.resolve("docker-compose").toString())
          .endsWith(OPTIONS.toArray(String[]::new))
          .hasSize(5);
      assertThat(compose.isVersion1()).isFalse();
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_run_is_no_plugin() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("cli-plugins"));
    Files.writeString(folder.resolve("docker-compose"), "");
    Files.createDirectories(temp.resolve("other").resolve("docker-compose"));
    ComposeProgram compose =
        new ComposeProgram(
            answering(Set.of("docker-compose version")), List.of(folder, temp.resolve("other")));
    assertThat(compose.command()).containsExactly("docker-compose", "--ansi", "never");
    assertThat(compose.isVersion1()).isTrue();
    assertThat(asked).containsExactly("docker compose version", "docker-compose version");
  }

  @Test
  void docker_is_asked_for_a_plugin_that_is_elsewhere() {
    ComposeProgram compose =
        new ComposeProgram(answering(Set.of("docker compose version")), List.of(temp));
    assertThat(compose.command()).startsWith("docker", "compose").endsWith("--progress", "plain");
    assertThat(compose.isVersion1()).isFalse();
    assertThat(asked).containsExactly("docker compose version");
  }

  @Test
  void a_plugin_that_does_not_answer_is_found_out_when_asked() throws IOException {
    Path folder = plugin("cli-plugins");
    ComposeProgram compose = new ComposeProgram(answering(Set.of()), List.of(folder));
    assertThatThrownBy(compose::probe)
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.DOCKER))
        .hasMessageContaining("neither `docker compose` nor `docker-compose`");
  }

  private Path plugin(String name) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name));
    Path file = Files.writeString(folder.resolve("docker-compose"), "");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return folder;
  }

  /** Returns an Exec whose children exit with 0 when their command is one of these. */
  private Exec answering(Set<String> good) {
    return new Exec() {
      @Override
      public Result run(Invocation invocation) {
        asked.add(invocation.commandLine());
        return new Result(good.contains(invocation.commandLine()) ? 0 : 1, new byte[0], "");
      }

      @Override
      public Result stream(Invocation invocation, Consumer<String> line) {
        throw new AssertionError("only asked");
      }

      @Override
      public int passthrough(Invocation invocation) {
        throw new AssertionError("only asked");
      }

      @Override
      public int passthrough(Invocation invocation, OutputStream out) {
        throw new AssertionError("only asked");
      }
    };
  }
}
