package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import kata.caddy.admin.CaddyProcess;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps behind one address of a real Caddy: pushed, stopped, lost, removed. */
class SharedAddressIT {
  private static final String ADMIN = "localhost:18238";
  private static final int PORT = 18239;
  private static final String COMPOSE =
      """
      services:
        web: {image: debian:trixie-slim, init: true, command: sleep infinity}
      caddy:
        listen: [":18239"]
        automatic_https: {disable: true}
        routes:
          - match: [{host: [HOST]}]
            handle: [{handler: static_response, body: "served by HOST"}]
      """;

  @TempDir Path folder;
  private KataServer server;
  private CaddyProcess caddy;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    caddy = emptyCaddy();
    server = new KataServer(folder, ADMIN);
    for (String app : new String[] {"a", "b"}) {
      Child push = push(app, app + ".example");
      assertThat(push.ok()).as(push.output()).isTrue();
    }
  }

  @AfterEach
  void stop() throws IOException {
    try (CaddyProcess ends = caddy) {
      server.close();
    }
  }

  @Test
  void two_apps_share_an_address_until_one_goes() throws IOException { // fault 42, R-45
    assertServes("a", "b");
    assertThat(kata("config:caddy", "it-shared-a").output())
        .contains("a.example", "\":18239\"")
        .doesNotContain("b.example");

    kata("rm", "-f", "it-shared-b");
    assertServes("a");
    assertThat(CaddyProcess.visit(PORT, "b.example", "/")).isEmpty();
    assertThat(caddy.call("GET", "/config/apps/http/servers", ""))
        .startsWith("{\"it-shared-a\":")
        .doesNotContain("kata:", "b.example");
  }

  @Test
  void who_claims_what_another_app_has_is_refused_before_anything_is_touched() throws IOException {
    Child push = push("c", "a.example");
    assertThat(push.ok()).isFalse();
    assertThat(push.output())
        .contains("'it-shared-a' and 'it-shared-c' share :18239, and both answer a.example")
        .doesNotContain("Starting");
    assertThat(server.containers("it-shared-c", "{{.Names}}")).isEmpty();
    assertServes("a", "b");
  }

  @Test
  void what_is_refused_before_it_is_written_touches_nothing() throws Exception {
    String good = COMPOSE.replace("HOST", "b.example");
    String handler = "static_response, body: \"served by b.example\"";
    try (ServerSocket other = new ServerSocket(0)) {
      int busy = other.getLocalPort();
      Map<String, String> refusals = new LinkedHashMap<>();
      refusals.put(good.replace("{host: [b.example]}", "null"), "an empty value in caddy");
      refusals.put(
          good.replace(handler, "reverse_proxy, upstreams: [null]"), "an empty value in caddy");
      refusals.put(good.replace("static_response", "nobody"), "http.handlers.nobody");
      refusals.put(good.replace(":18239", "18239"), "write \":18239\"");
      refusals.put(
          good.replace(":18239", "nowhere:port"), "invalid listener address 'nowhere:port'");
      refusals.put(good.replace(":18239", ":" + busy), "Caddy cannot listen on port " + busy);

      String config = sha256(caddy.call("GET", "/config/", ""));
      long writes = caddy.writes();
      assertThat(writes).as("writes of the pushes before").isPositive();
      List<String> containers = server.containers("it-shared-b", "{{.ID}}");
      AtomicInteger probes = new AtomicInteger();
      AtomicBoolean going = new AtomicBoolean(true);
      CompletableFuture<Void> visitor =
          CompletableFuture.runAsync(
              () -> {
                while (going.get()) {
                  assertThat(answerOfA()).isEqualTo("served by a.example");
                  probes.incrementAndGet();
                }
              });
      Path repository = folder.resolve("work/b");
      for (Map.Entry<String, String> refusal : refusals.entrySet()) {
        server.commit(repository, "kata-compose.yaml", refusal.getKey());
        Child push = server.push(repository, "it-shared-b", "main");
        assertThat(push.ok()).as(push.output()).isFalse();
        assertThat(push.output()).contains(refusal.getValue()).doesNotContain("Starting");
        assertThat(sha256(caddy.call("GET", "/config/", ""))).as(push.output()).isEqualTo(config);
      }
      going.set(false);
      visitor.get(10, TimeUnit.SECONDS);
      assertThat(probes).hasValueGreaterThan(200);
      assertThat(caddy.writes()).isEqualTo(writes);
      assertThat(server.containers("it-shared-b", "{{.ID}}")).isEqualTo(containers);
      assertServes("a", "b");
    }
  }

  private static String answerOfA() {
    try {
      return CaddyProcess.visit(PORT, "a.example", "/");
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void a_stopped_app_says_so_until_it_is_started() throws IOException { // fault 49
    kata("stop", "it-shared-a");
    assertThat(CaddyProcess.visit(PORT, "a.example", "/")).isEqualTo("503 This site is stopped.\n");
    assertServes("b");
    // A deploy that fails leaves it stopped.
    Path repository = folder.resolve("work/a");
    String fails = COMPOSE.replace("HOST", "a.example").replace("sleep infinity", "'false'");
    server.commit(repository, "kata-compose.yaml", fails);
    Child push = server.push(repository, "it-shared-a", "main");
    assertThat(push.ok()).as(push.output()).isFalse();
    assertThat(push.output()).contains("stays stopped");
    assertThat(CaddyProcess.visit(PORT, "a.example", "/")).startsWith("503 This site is stopped.");

    kata("restart", "it-shared-a");
    assertServes("a", "b");
  }

  @Test
  void a_release_that_caddy_does_not_get_through_to_is_taken_back() throws IOException { // fault 48
    Path repository = folder.resolve("work/a");
    String nowhere =
        COMPOSE
            .replace("HOST", "a.example")
            .replaceFirst(
                "\\{handler: static_response.*}]",
                "{handler: reverse_proxy, upstreams: [{dial: '127.0.0.1:1'}]}]");
    server.commit(repository, "kata-compose.yaml", nowhere);
    Child push = server.push(repository, "it-shared-a", "main");
    assertThat(push.ok()).as(push.output()).isFalse();
    assertThat(push.output())
        .contains("Caddy answers 502 for http://a.example:18239/", "release 1 serves again");
    assertServes("a", "b");
  }

  @Test
  void what_caddy_lost_is_put_back() throws IOException, InterruptedException { // fault 51, R-43
    kata("stop", "it-shared-a");
    caddy.close();
    caddy = emptyCaddy();
    assertThat(server.kata("config:caddy", "it-shared-b").output())
        .contains(
            "Caddy has lost the routes of app 'it-shared-b'",
            "run `kata caddy:sync` to restore them");
    assertThat(kata("caddy:sync").output()).contains("success: Caddy has the routes of 2 apps");
    assertThat(CaddyProcess.visit(PORT, "a.example", "/")).startsWith("503 ");
    assertServes("b");
    Files.delete(server.root().resolve(".kata/routes.json"));
    kata("caddy:sync");
    assertServes("b");
    assertThat(push("c", "c.example").ok()).isTrue();
    assertServes("b", "c");

    caddy.close();
    Child unreachable = server.kata("caddy:sync");
    assertThat(unreachable.status()).isEqualTo(6);
    assertThat(unreachable.output()).contains("cannot reach Caddy's admin API at " + ADMIN);
    caddy = emptyCaddy();
  }

  @Test
  void apps_whose_address_another_server_has_are_named() throws IOException, InterruptedException {
    caddy.close();
    caddy =
        caddyWith(
            "{\"admin\":{\"listen\":\"%s\"},\"apps\":{\"http\":{\"servers\":{\"srv0\":{\"listen\":[\":%d\"]}}}}}"
                .formatted(ADMIN, PORT));
    Child sync = server.kata("caddy:sync");
    assertThat(sync.status()).isEqualTo(6);
    assertThat(sync.output())
        .contains(
            "it-shared-a is not served: Caddy's server 'srv0' already listens on :" + PORT,
            "or remove that server from Caddy's configuration",
            "error: Caddy does not serve it-shared-a, it-shared-b",
            "hint: resolve the conflict, then run `kata caddy:sync`");
    Child push = push("c", "c.example");
    assertThat(push.output())
        .contains("error: kata-compose.yaml:4:3: Caddy's server 'srv0' already listens on :" + PORT)
        .contains("; `kata deploy it-shared-c` tries this commit again; nothing was started");
  }

  @Test
  void the_route_of_an_app_that_went_while_caddy_was_away_goes_at_the_next_sync()
      throws IOException, InterruptedException {
    String before = caddy.call("GET", "/config/", "");
    caddy.close();
    assertThat(kata("rm", "-f", "it-shared-a").output()).contains("may still be in Caddy");
    caddy = caddyWith(before);
    assertServes("a", "b");
    kata("caddy:sync");
    assertServes("b");
    assertThat(caddy.call("GET", "/config/", "")).doesNotContain("a.example");
  }

  private CaddyProcess emptyCaddy() throws IOException, InterruptedException {
    return caddyWith("{\"admin\":{\"listen\":\"" + ADMIN + "\"}}");
  }

  private CaddyProcess caddyWith(String config) throws IOException, InterruptedException {
    return new CaddyProcess(Files.createDirectories(folder.resolve("caddy")), ADMIN, config);
  }

  private Child push(String name, String host) throws IOException {
    Path repository = server.repository(name, COMPOSE.replace("HOST", host));
    return server.push(repository, "it-shared-" + name, "main");
  }

  private Child kata(String... words) {
    Child child = server.kata(words);
    assertThat(child.ok()).as(child.output()).isTrue();
    return child;
  }

  private static void assertServes(String... names) throws IOException {
    for (String name : names) {
      assertThat(CaddyProcess.visit(PORT, name + ".example", "/"))
          .isEqualTo("served by " + name + ".example");
    }
  }
}
