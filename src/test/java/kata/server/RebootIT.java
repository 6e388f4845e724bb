package kata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import kata.testing.Child;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes down and comes up again: what ran runs, what was stopped does not. */
class RebootIT {
  private static final String APP =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
          restart: "no"
          environment: {VERSION: one}
          volumes: ["app:/app"]
      caddy:
        listen: [":PORT"]
        routes:
          - handle: [{handler: static_response, body: NAME}]
      """;

  @TempDir Path folder;

  @Test
  void what_ran_runs_again_and_what_was_stopped_does_not() throws IOException {
    try (Server server = new Server("trixie", folder)) {
      push(server, "on", 8080);
      push(server, "off", 8081);
      assertThat(server.ssh("stop", "off").ok()).isTrue();
      Repository half = push(server, "half", 8082);
      half.edit("kata-compose.yaml", "VERSION: one", "VERSION: two");
      half.edit("kata-compose.yaml", "init: true", "init: true\n    " + NEVER_HEALTHY);
      half.commit("never healthy");
      Thread pushing = new Thread(() -> server.push(half, "half"), "push");
      pushing.start();
      until(server, "test -e ~/releases/half/journal.json && docker exec half-web-1 true");

      server.reboot();
      String told = server.kata("kata boot 2>&1");
      assertThat(told).contains("Undoing an interrupted deploy of release 2", "off stays stopped");
      assertThat(server.kata("kata ls")).isEqualTo("*half\n off\n*on");
      assertThat(server.get("http://localhost:8080/")).isEqualTo("on");
      assertThat(server.get("http://localhost:8082/")).isEqualTo("half");
      assertThat(server.kata("docker exec half-web-1 printenv VERSION")).isEqualTo("one");
      assertThat(server.kata("ls ~/releases/half")).isEqualTo("1\n1.json");
      assertThat(server.kata("kata boot 2>&1")).doesNotContain("Undoing");
    }
  }

  private static final String NEVER_HEALTHY =
      "healthcheck: {test: [CMD, \"false\"], interval: 1s, retries: 1000}";

  private Repository push(Server server, String name, int port) throws IOException {
    String file = APP.replace("PORT", Integer.toString(port)).replace("NAME", name);
    Repository repository = Repository.of(folder, name, file);
    Child push = server.push(repository, name);
    assertThat(push.ok()).as(push.output()).isTrue();
    return repository;
  }

  private static void until(Server server, String condition) {
    Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
    String line = "if " + condition + " 2>/dev/null; then echo yes; fi";
    while (!server.kata(line).equals("yes")) {
      assertThat(Instant.now()).as(condition).isBefore(deadline);
    }
  }
}
