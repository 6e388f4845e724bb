package kata.docker.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import kata.docker.Orchestrator;
import kata.docker.OrchestratorContract;
import kata.docker.engine.DockerApi;
import kata.docker.engine.DockerEngine;
import kata.process.Progress;
import kata.testing.FakeSwarm;
import kata.testing.RecordingProgress;
import kata.testing.ScriptedExec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the arguments of the docker command for a stack; BothModesIT runs them on a real Swarm. */
final class SwarmOrchestratorTest implements OrchestratorContract {
  private static final String DEPLOY =
      "docker stack deploy --prune --with-registry-auth --resolve-image never";

  private FakeSwarm swarm;

  @BeforeEach
  void start() throws IOException {
    swarm = new FakeSwarm();
  }

  @AfterEach
  void stop() {
    swarm.close();
  }

  @Override
  public Orchestrator orchestrator(ScriptedExec exec) {
    DockerApi api = new DockerApi(swarm.host());
    return new SwarmOrchestrator(
        exec, new Swarm(api), new DockerEngine(api), Duration.ofSeconds(5));
  }

  @Override
  public String checks() {
    return "stack config";
  }

  @Override
  public String starts() {
    return DEPLOY;
  }

  @Test
  void a_docker_that_would_wait_itself_is_told_not_to() {
    ScriptedExec exec = new ScriptedExec().prints("deploy --help", "  -d, --detach   Exit");
    orchestrator(exec).up(SHOP, Progress.silent());
    assertThat(exec.lines())
        .contains(DEPLOY + " --detach=true --compose-file /srv/shop/generated.yaml shop");
  }

  @Test
  void an_old_docker_gets_no_option_that_it_does_not_know_and_checks_nothing() {
    ScriptedExec exec = new ScriptedExec();
    Orchestrator old = orchestrator(exec);
    old.check(SHOP);
    old.up(SHOP, Progress.silent());
    assertThat(exec.lines())
        .contains(DEPLOY + " --compose-file /srv/shop/generated.yaml shop")
        .noneMatch(line -> line.contains("config"));
  }

  @Test
  void a_restart_forces_new_tasks_of_each_service_that_ran() {
    swarm.runs("shop", "shop_web", "running", "near");
    ScriptedExec exec = new ScriptedExec();
    orchestrator(exec).restart(SHOP, Progress.silent());
    assertThat(exec.lines())
        .containsSubsequence(
            DEPLOY + " --compose-file /srv/shop/generated.yaml shop",
            "docker service update --detach --force --quiet shop_web");
  }

  @Test
  void where_no_swarm_is_active_there_is_nothing_to_remove() {
    swarm.state("inactive", false);
    ScriptedExec exec = new ScriptedExec();
    orchestrator(exec).remove("shop", true);
    assertThat(exec.lines()).isEmpty();
  }

  @Test
  void a_service_that_swarm_changed_meanwhile_is_updated_again() {
    ScriptedExec exec = new ScriptedExec().failsOnce(DEPLOY, "rpc error: update out of sequence");
    RecordingProgress progress = new RecordingProgress();
    orchestrator(exec).up(SHOP, progress);
    assertThat(exec.lines().stream().filter(line -> line.startsWith(DEPLOY))).hasSize(2);
    assertThat(progress.texts("detail"))
        .contains("Swarm changed a service meanwhile; trying again");
  }

  @Test
  void another_failure_of_swarm_is_not_tried_again() {
    ScriptedExec exec = new ScriptedExec().failsOnce(DEPLOY, "no such network");
    assertThatThrownBy(() -> orchestrator(exec).up(SHOP, Progress.silent()))
        .hasMessage("Swarm could not start the app: no such network");
    assertThat(exec.lines().stream().filter(line -> line.startsWith(DEPLOY))).hasSize(1);
  }
}
