package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of the list of steps: its plan, its times, the release command. */
final class DeployStepsIT {
  private static final String APP =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
          volumes: ["app:/app"]
          depends_on: [db]
        db:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
          volumes: ["kept:/kept"]
      volumes:
        kept: {}
      """;

  @TempDir Path folder;
  private KataServer server;

  @BeforeEach
  void start() throws IOException {
    server = new KataServer(folder, "localhost:1"); // no Caddy: these apps have no route
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void a_plan_names_every_step_and_changes_nothing() throws IOException {
    Path repository = server.repository("w", APP);
    server.push(repository, "it-plan", "main");
    List<String> before = server.containers("it-plan", "{{.Names}} {{.ID}}");
    List<String> files = files();
    server.commit(
        repository,
        "kata-compose.yaml",
        APP.replace("db:\n", "store:\n").replace("[db]", "[store]"));
    Child planned = server.push(repository, "it-plan", "main", "-o", "plan");
    assertThat(planned.ok()).isFalse();
    assertThat(planned.output())
        .contains("check out:", "release 2 with commit", "start:")
        .contains("service 'web' is replaced")
        .contains("service 'store' starts")
        .contains("service 'db' is removed")
        .contains("plan only: nothing was pushed and nothing was changed")
        .contains("[remote rejected] main -> main (plan only)");
    assertThat(server.containers("it-plan", "{{.Names}} {{.ID}}")).isEqualTo(before);
    assertThat(server.git(server.root().resolve("repos/it-plan"), "rev-parse", "main"))
        .isEqualTo(server.git(repository, "rev-parse", "main~1"));
    assertThat(files()).isEqualTo(files);

    Child again = server.kata("deploy", "--plan", "it-plan");
    assertThat(again.ok()).as(again.output()).isTrue();
    assertThat(again.output())
        .contains("service 'db' is unchanged and keeps running", "release 2 becomes the current");
    assertThat(server.containers("it-plan", "{{.Names}} {{.ID}}")).isEqualTo(before);
    assertThat(files()).isEqualTo(files);
  }

  @Test
  void a_plan_refuses_what_a_deploy_would_refuse() throws IOException {
    Path repository = server.repository("w", APP);
    server.push(repository, "it-plan", "main");
    server.commit(repository, "kata-compose.yaml", APP + "x-kata-mode: nowhere\n");
    Child planned = server.push(repository, "it-plan", "main", "-o", "plan");
    assertThat(planned.output())
        .contains("kata-compose.yaml:15:14: x-kata-mode is compose or swarm", "[remote rejected]")
        .doesNotContain("plan only");
  }

  @Test
  void each_step_is_timed_in_the_log_and_on_request() throws IOException {
    Path repository = server.repository("w", APP);
    server.push(repository, "it-times", "main");
    assertThat(server.kata("deploy", "it-times").output()).doesNotContain(" took ");
    Child timed = server.kata("deploy", "--timings", "it-times");
    List<String> steps =
        List.of("check", "check out", "prepare", "write", "collect", "hold", "stop", "carry");
    assertThat(timed.output()).contains(steps.stream().map(step -> step + " took ").toList());
    assertThat(timed.output()).containsPattern("start took \\d+\\.\\d\\d s");
    try (Stream<Path> logs = Files.list(server.root().resolve("logs/it-times"))) {
      assertThat(logs)
          .hasSize(3)
          .allSatisfy(log -> assertThat(Files.readString(log)).contains("time: start "));
    }
  }

  @Test
  void a_release_command_runs_once_in_the_new_code_before_the_containers_change()
      throws IOException {
    String migrating = APP + "x-kata-release: sh /app/migrate\n";
    Path repository = server.repository("w", migrating);
    server.commit(repository, "migrate", "cat /app/migrate; echo ran >>/app/ran; wc -l </app/ran");
    Child first = server.push(repository, "it-release", "main");
    assertThat(first.ok()).as(first.output()).isTrue();
    assertThat(first.output())
        .contains("Running the release command: sh /app/migrate", "echo ran >>/app/ran");
    assertThat(first.output().indexOf("Running the release command"))
        .isLessThan(first.output().indexOf("-----> Starting"));
    server.kata("restart", "it-release");
    assertThat(Files.readAllLines(server.root().resolve("app/it-release/ran"))).hasSize(1);
    assertThat(server.containers("it-release", "{{.Names}}"))
        .containsExactlyInAnyOrder("it-release-web-1", "it-release-db-1");
  }

  @Test
  void a_release_command_that_fails_leaves_the_previous_release_serving() throws IOException {
    Path repository = server.repository("w", APP);
    server.push(repository, "it-release", "main");
    List<String> before = server.containers("it-release", "{{.Names}} {{.ID}}");
    server.commit(
        repository,
        "kata-compose.yaml",
        APP + "x-kata-release: [sh, -c, \"echo no table; exit 4\"]\n");
    Child failed = server.push(repository, "it-release", "main");
    assertThat(failed.output())
        .contains("no table", "the release command of service 'web' exited with 4")
        .contains("release 1 serves again");
    assertThat(server.containers("it-release", "{{.Names}} {{.ID}}")).isEqualTo(before);
  }

  /** Every file and folder of kata but the caches of git and of the lock. */
  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(server.root())) {
      return all.map(path -> server.root().relativize(path).toString())
          .filter(path -> !path.startsWith(".kata"))
          .sorted()
          .toList();
    }
  }
}
