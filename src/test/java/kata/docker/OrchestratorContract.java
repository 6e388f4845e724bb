package kata.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kata.cli.ExitCode;
import kata.error.KataException;
import kata.process.Invocation;
import kata.process.Progress;
import kata.testing.RecordingProgress;
import kata.testing.ScriptedExec;
import org.junit.jupiter.api.Test;

/** What both orchestrators do alike, progress by the commands they run. */
public interface OrchestratorContract {
  /** The app of these tests. */
  Stack SHOP = new Stack("shop", Path.of("/srv/shop"), Path.of("/srv/shop/generated.yaml"));

  /** Returns one that runs its commands here, on a Docker that has no container. */
  Orchestrator orchestrator(ScriptedExec exec);

  /** Returns words of the command that checks a file. */
  String checks();

  /** Returns words of the command that starts an app. */
  String starts();

  @Test
  default void a_start_names_the_project_and_the_file_and_runs_in_its_folder() {
    ScriptedExec exec = exec();
    orchestrator(exec).up(SHOP, Progress.silent());
    Invocation start = only(exec, starts());
    assertThat(start.argv()).contains("shop", "/srv/shop/generated.yaml");
    assertThat(start.dir()).contains(Path.of("/srv/shop"));
  }

  @Test
  default void a_check_reads_the_same_file_and_starts_nothing() {
    ScriptedExec exec = exec();
    orchestrator(exec).check(SHOP);
    assertThat(only(exec, checks()).argv()).contains("/srv/shop/generated.yaml");
    assertThat(exec.lines()).noneMatch(line -> line.contains(starts()));
  }

  @Test
  default void a_file_that_docker_refuses_is_told_in_its_words() {
    ScriptedExec exec = exec().fails(checks(), "services.web must be a mapping");
    assertThatThrownBy(() -> orchestrator(exec).check(SHOP))
        .hasMessageContaining("kata-compose.yaml: services.web must be a mapping")
        .isInstanceOfSatisfying(
            KataException.class,
            e -> {
              assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED);
              assertThat(e.hint()).contains("correct the file");
            });
  }

  @Test
  default void a_start_that_fails_is_told_in_its_last_words() {
    ScriptedExec exec = exec().fails(starts(), "no space left on device");
    RecordingProgress progress = new RecordingProgress();
    assertThatThrownBy(() -> orchestrator(exec).up(SHOP, progress))
        .hasMessageEndingWith("could not start the app: no space left on device")
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.DOCKER));
    assertThat(progress.texts("detail")).contains("some more");
  }

  @Test
  default void nothing_to_build_or_pull_runs_nothing() {
    ScriptedExec exec = exec();
    Images none = new Images(List.of(), Map.of(), false);
    assertThat(orchestrator(exec).fetch(SHOP, none, Progress.silent())).isEmpty();
    assertThat(exec.lines()).noneMatch(line -> line.contains("build") || line.contains("pull"));
  }

  private ScriptedExec exec() {
    return new ScriptedExec().prints("stack --help", "Commands:\n  config      Outputs it\n");
  }

  private Invocation only(ScriptedExec exec, String words) {
    assertThat(exec.lines()).filteredOn(line -> line.contains(words)).hasSize(1);
    return exec.ran().stream()
        .filter(one -> one.commandLine().contains(words))
        .findFirst()
        .orElseThrow();
  }
}
