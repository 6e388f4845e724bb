package kata.docker.compose;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import kata.docker.Orchestrator;
import kata.docker.OrchestratorContract;
import kata.docker.Stack;
import kata.docker.engine.DockerApi;
import kata.docker.engine.DockerEngine;
import kata.error.KataException;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Progress;
import kata.process.Result;
import kata.testing.ScriptedExec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Compose says when it fails, and what a person can do about it. */
final class ComposeOrchestratorTest implements OrchestratorContract {
  @Override
  public Orchestrator orchestrator(ScriptedExec exec) {
    DockerEngine engine = new DockerEngine(new DockerApi("unix:///nowhere"));
    return new ComposeOrchestrator(exec, engine, Duration.ZERO, Map.of());
  }

  @Override
  public String checks() {
    return " config --quiet";
  }

  @Override
  public String starts() {
    return " up --detach --build --remove-orphans --quiet-pull";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed to create network blog_default: Error response from daemon: could not find an"
            + " available, non-overlapping IPv4 address pool among the defaults to assign to the"
            + " network",
        "failed to create network blog_default: Error response from daemon: all predefined address"
            + " pools have been fully subnetted",
      })
  void without_room_for_another_network_it_says_how_to_make_some(String error) {
    assertThatThrownBy(() -> up(error))
        .hasMessage("Compose could not start the app: " + error)
        .extracting(e -> ((KataException) e).hint())
        .asString()
        .contains("default-address-pools", "docs/install.md");
  }

  @Test
  void another_failure_is_told_as_it_is() {
    assertThatThrownBy(() -> up("no space left on device"))
        .hasMessage("Compose could not start the app: no space left on device")
        .extracting(e -> ((KataException) e).hint())
        .isEqualTo("");
  }

  private static void up(String error) {
    DockerEngine engine = new DockerEngine(new DockerApi("unix:///nowhere"));
    new ComposeOrchestrator(new Failing(error), engine, Duration.ZERO, Map.of())
        .up(new Stack("blog", Path.of("/"), Path.of("/file")), Progress.silent());
  }

  /** Returns a Compose that only answers its version. */
  private record Failing(String error) implements Exec {
    @Override
    public Result run(Invocation invocation) {
      return new Result(0, new byte[0], "");
    }

    @Override
    public Result stream(Invocation invocation, Consumer<String> line) {
      return new Result(1, new byte[0], "Network blog_default  Creating\n" + error + "\n");
    }

    @Override
    public int passthrough(Invocation invocation) {
      throw new AssertionError(invocation.argv());
    }

    @Override
    public int passthrough(Invocation invocation, OutputStream out) {
      return passthrough(invocation);
    }
  }
}
