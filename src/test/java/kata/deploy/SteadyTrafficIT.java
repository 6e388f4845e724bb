package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import kata.caddy.admin.CaddyProcess;
import kata.testing.Child;
import kata.testing.TcpMigration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A steady stream of requests through a real Caddy, while its app is pushed well and badly: not one
 * of them fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SteadyTrafficIT {
  private static final String APP = "it-steady-app";
  private static final int PORT = 18170;
  private static final int TAKEN = 18179;

  private TcpMigration migration;
  private CaddyProcess caddy;
  private KataServer server;
  private Path repository;
  private Visitors visitors;
  private int version;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    migration = new TcpMigration();
    String admin = "localhost:18200";
    Path own = Files.createDirectories(folder.resolve("caddy"));
    caddy = new CaddyProcess(own, admin, "{\"admin\":{\"listen\":\"" + admin + "\"}}");
    server = new KataServer(folder, admin, Map.of("KATA_DEPLOY_TIMEOUT", "8"));
    repository = server.repository("steady", good());
    try (InputStream code = SteadyTrafficIT.class.getResourceAsStream("/steady/server.pl")) {
      Files.write(repository.resolve("server.pl"), Objects.requireNonNull(code).readAllBytes());
    }
    Child first = push(good());
    assertThat(first.ok()).as(first.output()).isTrue();
    visitors = new Visitors(PORT);
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    if (visitors != null) {
      visitors.close();
    }
    if (server != null) {
      server.close();
    }
    if (caddy != null) {
      caddy.close();
    }
    migration.close();
  }

  @AfterEach
  void nobody_was_turned_away(TestInfo test) throws InterruptedException {
    long before = visitors.count();
    Thread.sleep(700); // those who come right after it count too
    long longest = visitors.longest();
    List<String> failures = visitors.failures();
    System.out.printf(
        Locale.ROOT,
        "%s: %d answers in all, longest %d ms, %d failed%n",
        test.getTestMethod().orElseThrow().getName(),
        visitors.count(),
        longest,
        failures.size());
    assertThat(failures).isEmpty();
    assertThat(visitors.count()).isGreaterThan(before);
  }

  @Test
  void during_a_good_push() throws IOException {
    assertGood(push(good()));
    assertThat(route()).contains("reverse_proxy").doesNotContain("try_duration");
  }

  @Test
  void during_a_push_that_moves_the_app_to_another_port() throws IOException {
    assertGood(push(good().replace("18171", "18172")));
    assertThat(route()).contains("127.0.0.1:18172").doesNotContain("18171");
    assertGood(push(good()));
  }

  @Test
  void during_restart_and_rollback() throws IOException {
    assertGood(push(good()));
    assertGood(server.kata("restart", APP));
    assertGood(server.kata("rollback", APP));
    assertThat(route()).doesNotContain("try_duration");
  }

  @Test
  void during_pushes_of_another_app_at_the_same_address() throws IOException {
    String other = APP + "-other";
    String compose =
        good()
            .replace("18171", "18173")
            .replace("- handle:", "- match: [{path: [/other/*]}]\n      handle:");
    Path beside = server.repository("beside", compose);
    Files.copy(repository.resolve("server.pl"), beside.resolve("server.pl"));
    server.commit(beside, "more", "");
    assertGood(server.push(beside, other, "main"));
    for (int n = 0; n < 3; n++) {
      server.commit(beside, "more", Integer.toString(n));
      CompletableFuture<Child> pushed =
          CompletableFuture.supplyAsync(() -> server.push(beside, other, "main"));
      assertGood(push(good()));
      assertGood(pushed.join());
    }
    assertGood(server.kata("rm", "-f", "-w", other));
    assertThat(route()).contains("reverse_proxy").doesNotContain("try_duration");
  }

  @Test
  void during_a_push_with_a_syntax_error() throws IOException {
    assertRefused("services: [\n", "nothing was changed");
    assertRefused(good().replace("routes:", "routes: [null]\n  other:"), "nothing was changed");
  }

  @Test
  void during_a_push_with_a_missing_image() throws IOException {
    assertRefused(good().replace("debian:trixie-slim", "localhost:1/none:1"), "serve");
  }

  @Test
  void during_a_push_whose_port_is_taken() throws IOException {
    try (ServerSocket other = taken()) {
      assertRefused(good().replace("18171", Integer.toString(other.getLocalPort())), "serve");
    }
  }

  @Test
  void during_a_push_with_a_caddy_section_that_caddy_refuses() throws IOException {
    assertRefused(good().replace("handler: reverse_proxy", "handler: nobody"), "nobody");
  }

  @Test
  void during_a_push_whose_address_is_taken() throws IOException {
    try (ServerSocket other = taken()) {
      String address = "127.0.0.1:" + other.getLocalPort();
      assertRefused(good().replace(":18170", address), "Caddy cannot listen on port 18179");
    }
  }

  @Test
  void during_a_push_that_crashes_at_once() throws IOException {
    assertRefused(good().replace("server.pl", "nothing.pl"), "serves again");
  }

  @Test
  void during_a_push_that_ends_after_a_second() throws IOException {
    assertRefused(command("sh -c 'sleep 1; exit 1'"), "serves again");
  }

  @Test
  void during_a_push_that_never_listens() throws IOException {
    assertRefused(command("sleep 1000\n    init: true"), "does not answer on its published port");
  }

  @Test
  void during_a_push_that_is_never_healthy() throws IOException {
    String sick = "\n    healthcheck: {test: [CMD, 'false'], interval: 1s, retries: 2}\n    ports:";
    assertRefused(good().replace("\n    ports:", sick), "unhealthy");
  }

  /** A release whose answers say its version. */
  private String good() {
    version++;
    return """
    services:
      web:
        image: debian:trixie-slim
        command: perl /app/server.pl v%d
        stop_grace_period: 4s
        volumes: ["app:/app"]
        ports: ["127.0.0.1:18171:8000"]
    caddy:
      listen: [":18170"]
      routes:
        - handle: [{handler: reverse_proxy, upstreams: [{dial: "127.0.0.1:18171"}]}]
    """
        .formatted(version);
  }

  private String command(String command) {
    return good().replaceFirst("command: .*", "command: " + command);
  }

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(TAKEN, 1, InetAddress.getLoopbackAddress());
  }

  private Child push(String compose) throws IOException {
    server.commit(repository, "kata-compose.yaml", compose);
    return server.push(repository, APP, "+main");
  }

  private static void assertGood(Child child) {
    assertThat(child.ok()).as(child.output()).isTrue();
  }

  private void assertRefused(String compose, String why) throws IOException {
    Child push = push(compose);
    assertThat(push.ok()).as(push.output()).isFalse();
    assertThat(push.output()).contains(why);
    assertThat(route()).contains("18170", "18171").doesNotContain("try_duration");
  }

  private String route() throws IOException {
    return caddy.call("GET", "/config/apps/http/servers/" + APP, "");
  }
}
