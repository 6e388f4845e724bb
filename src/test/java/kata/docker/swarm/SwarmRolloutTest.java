package kata.docker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kata.docker.swarm.SwarmService.Task;
import org.junit.jupiter.api.Test;

final class SwarmRolloutTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private final SwarmRollout rollout = new SwarmRollout(Set.of("old"));

  @Test
  void a_service_is_good_when_enough_tasks_of_its_template_have_run_for_a_while() {
    SwarmService service = service("any", 2, "", task("a", "one", "running", 5));
    assertThat(rollout.pending(service, NOW)).contains("has 1 of 2 tasks");
    service = service("any", 1, "updating", task("a", "one", "running", 5));
    assertThat(rollout.pending(service, NOW)).isEmpty();
    service = service("any", 1, "", task("a", "one", "running", 1));
    assertThat(rollout.pending(service, NOW)).contains("has not run for long enough");
    service = service("any", 1, "", task("a", "one", "preparing", 1));
    assertThat(rollout.pending(service, NOW)).contains("is still preparing");
    assertThat(rollout.pending(service("any", 0, ""), NOW)).isEmpty();
    assertThat(rollout.pending(service("any", -1, ""), NOW)).isPresent();
  }

  @Test
  void a_task_of_the_old_template_means_that_the_change_is_not_done() { // fault 57, R-35
    SwarmService service = service("any", 1, "", task("old", "before", "running", 99));
    assertThat(rollout.pending(service, NOW)).contains("still runs its old version");
    assertThat(rollout.failure(service)).isEmpty();
  }

  @Test
  void a_change_that_swarm_paused_or_rolled_back_failed() {
    SwarmService paused = service("any", 1, "paused", task("a", "one", "failed", 1));
    assertThat(rollout.failure(paused)).contains("could not be updated: exit 3");
    SwarmService back = service("any", 1, "rollback_completed");
    assertThat(rollout.failure(back)).contains("was rolled back by Swarm: said Docker");
    assertThat(rollout.failure(service("any", 1, "completed"))).isEmpty();
  }

  @Test
  void a_crash_loop_and_rejected_tasks_are_failures_but_not_those_of_before() {
    Task failed = task("a", "one", "failed", 1);
    Task old = task("old", "one", "failed", 1);
    assertThat(rollout.failure(service("any", 1, "", failed, failed, old))).isEmpty();
    assertThat(rollout.failure(service("any", 1, "", failed, failed, failed)))
        .contains("keeps exiting: exit 3");
    Task rejected = task("a", "one", "rejected", 1);
    assertThat(rollout.failure(service("any", 1, "", rejected, rejected)))
        .contains("is rejected by Docker: exit 3");
    Task complete = task("a", "one", "complete", 1);
    assertThat(rollout.failure(service("any", 1, "", complete, complete, complete)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("a job needs"));
  }

  @Test
  void a_job_is_good_when_it_ended_well_and_bad_when_it_ended_badly_for_good() {
    SwarmService done = service("none", 1, "", task("a", "one", "complete", 1));
    assertThat(rollout.pending(done, NOW)).isEmpty();
    assertThat(rollout.failure(done)).isEmpty();
    SwarmService bad = service("none", 1, "", task("a", "one", "failed", 1));
    assertThat(rollout.failure(bad)).contains("failed: exit 3");
    SwarmService again = service("on-failure", 1, "", task("a", "one", "failed", 1));
    assertThat(rollout.failure(again)).isEmpty();
  }

  @Test
  void the_last_lines_shown_are_those_of_the_youngest_task_that_ended() {
    SwarmService service =
        service(
            "any",
            1,
            "",
            task("a", "one", "failed", 9),
            task("b", "one", "failed", 2),
            task("c", "one", "running", 1));
    assertThat(rollout.worst(service)).map(Task::id).contains("b");
  }

  private static SwarmService service(
      String condition, int replicas, String update, Task... tasks) {
    ObjectNode template = spec("one", condition);
    template.put("Runtime", "container"); // absent from the specs of tasks
    List<Task> alike = Stream.of(tasks).map(task -> as(task, condition)).toList();
    return new SwarmService(
        "id", "shop", "shop_web", template, replicas, update, "said Docker", alike);
  }

  private static Task as(Task task, String condition) {
    String label = task.spec().path("ContainerSpec").path("Labels").path("kata.revision").asText();
    return new Task(
        task.id(),
        task.slot(),
        task.node(),
        spec(label, condition),
        task.desired(),
        task.state(),
        task.since(),
        task.error(),
        task.containerId());
  }

  private static Task task(String id, String label, String state, long secondsAgo) {
    boolean over = Set.of("failed", "rejected", "complete").contains(state);
    return new Task(
        id,
        "1",
        "node",
        spec(label, "any"),
        over ? "shutdown" : "running",
        state,
        NOW.minusSeconds(secondsAgo),
        Set.of("failed", "rejected").contains(state) ? "exit 3" : "",
        "container");
  }

  private static ObjectNode spec(String label, String condition) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    spec.putObject("ContainerSpec").putObject("Labels").put("kata.revision", label);
    spec.putObject("RestartPolicy").put("Condition", condition);
    return spec;
  }
}
