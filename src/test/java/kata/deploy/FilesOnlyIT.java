package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kata.caddy.admin.CaddyProcess;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An app without services has a route and nothing to start: every command takes it as it is. */
@Timeout(300)
class FilesOnlyIT {
  private static final String APP = "it-files";
  private static final String ADMIN = "localhost:18530";
  private static final int PORT = 18531;
  private static final String FILES =
      """
      caddy:
        listen: [":18531"]
        routes: [{handle: [{handler: file_server, root: $APP_ROOT}]}]
      """;

  /** Never answers on its port. */
  private static final String MUTE =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          stop_grace_period: 1s
          command: sleep infinity
          ports: ["127.0.0.1:18532:80"]
      """;

  @TempDir Path folder;
  private CaddyProcess caddy;
  private KataServer server;
  private Path repository;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    String config = "{\"admin\": {\"listen\": \"%s\"}}".formatted(ADMIN);
    caddy = new CaddyProcess(Files.createDirectories(folder.resolve("caddy")), ADMIN, config);
    server = new KataServer(folder, ADMIN, Map.of("KATA_DEPLOY_TIMEOUT", "8"));
    repository = server.repository("w", FILES);
    push("one", true);
  }

  @AfterEach
  void stop() throws IOException {
    try (CaddyProcess goes = caddy;
        KataServer ends = server) {
      assertThat(server.containers(APP, "{{.Names}}")).isEmpty();
    }
  }

  @Test
  void boot_brings_its_route_back_and_it_stops_and_starts() throws IOException {
    caddy.call("DELETE", "/config/apps", "");
    assertThat(good("boot")).doesNotContain("warning");
    assertServes("one");
    assertThat(good("stop", APP)).contains("success: it-files is stopped");
    assertServes("stopped");
    caddy.call("DELETE", "/config/apps", "");
    assertThat(good("boot")).contains("it-files stays stopped");
    assertServes("stopped");
    assertThat(good("restart", APP)).contains("success: it-files runs again");
    assertServes("one");
    assertThat(good("mode", APP, "compose")).contains("success: it-files runs in compose mode");
    push("two", true);
    assertServes("two");
    assertThat(good("rollback", APP)).contains("success: it-files is back at");
    assertServes("one");
  }

  @Test
  void what_a_removal_kept_is_deleted_by_the_next() throws IOException {
    Path kept = server.root().resolve("config").resolve(APP);
    assertThat(good("rm", "-f", APP)).contains("are kept, until `kata rm -w it-files`");
    assertThat(kept).exists();
    Files.delete(server.root().resolve("data").resolve(APP));
    assertThat(good("rm", "-f", "-w", APP)).contains("it-files is gone, with its data");
    assertThat(kept).doesNotExist();
    assertThat(server.kata("rm", "-f", "-w", APP).output()).contains("there is no app 'it-files'");
  }

  @Test
  void it_serves_again_after_a_service_that_does_not_start() throws Exception {
    server.commit(repository, "kata-compose.yaml", MUTE);
    assertThat(push("two", false))
        .contains("waiting: service 'web' does not answer on its published port 18532")
        .contains("release 1 serves again");
    assertServes("one");
    assertThat(server.containers(APP, "{{.Names}}")).isEmpty();

    Process deploy = server.start(server.root(), KataServer.FILE.toString(), "deploy", APP);
    try (BufferedReader told =
        new BufferedReader(
            new InputStreamReader(deploy.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(told.lines().anyMatch(line -> line.contains("Waiting until"))).isTrue();
      deploy.destroyForcibly();
      assertThat(deploy.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(server.containers(APP, "{{.Names}}")).isNotEmpty();
    assertThat(good("boot")).contains("Undoing an interrupted deploy of release 2");
    assertServes("one");
    assertThat(server.containers(APP, "{{.Names}}")).isEmpty();

    server.commit(repository, "kata-compose.yaml", MUTE.replaceAll(" +ports.*\n", "") + FILES);
    push("two", true);
    assertThat(server.containers(APP, "{{.State}}")).containsExactly("running");
    assertThat(good("rollback", APP)).contains("success: it-files is back at");
    assertServes("one");
  }

  private String push(String page, boolean well) throws IOException {
    server.commit(repository, "index.html", page + "\n");
    Child push = server.push(repository, APP, "main");
    assertThat(push.ok()).as(push.output()).isEqualTo(well);
    return push.output();
  }

  private String good(String... words) {
    Child child = server.kata(words);
    assertThat(child.ok()).as(child.output()).isTrue();
    return child.output();
  }

  private void assertServes(String text) throws IOException {
    assertThat(CaddyProcess.visit(PORT, "localhost", "/")).contains(text);
  }
}
