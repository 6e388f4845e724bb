package kata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kata.testing.Child;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command over SSH, of an app that runs with Compose and then moves to Swarm. */
@Execution(ExecutionMode.CONCURRENT)
class BothModesIT {
  /** Ends at once when asked to, and publishes nothing: the test kernel has no routing mesh. */
  private static final String SHOP =
      """
      services:
        web:
          image: debian:trixie-slim
          command: sh -c "trap 'exit 0' TERM; while true; do sleep 0.1; done"
          volumes: ["app:/app"]
        db:
          image: debian:trixie-slim
          command: sh -c "trap 'exit 0' TERM; while true; do sleep 0.1; done"
          volumes: ["kept:/kept"]
        job:
          image: debian:trixie-slim
          command: cat /app/page.txt
          volumes: ["app:/app"]
          restart: "no"
      volumes: {kept: {}}
      caddy:
        listen: [":8090"]
        routes: [{handle: [{handler: static_response, body: "shop is open"}]}]
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = "bookworm")
  void an_app_runs_in_both_modes(String release)
      throws IOException { // fault 49, fault 53, fault 54, fault 55, fault 57, fault 64, fault 67,
    // R-35, fault 70
    try (Server server = new Server(release, folder)) {
      Repository shop = Repository.of(folder, "shop", SHOP);
      shop.write("page.txt", "one");
      shop.commit("a page");
      pushed(server, shop);
      assertThat(ok(server, "mode", "shop")).startsWith("shop: compose\n");
      aKeyOfTheOriginalWorks(server, shop);
      everyCommand(server, release.equals("trixie") ? "shop-web-1" : "shop_web_1");
      withoutSwarm(server);
      ok(server, "run", "shop/db", "sh", "-c", "'echo precious > /kept/file'");
      filesGoBothWays(server);

      server.root("docker", "swarm", "init", "--advertise-addr", "127.0.0.1");
      shop.write("page.txt", "two");
      shop.commit("another page");
      assertThat(pushed(server, shop)).contains("Stopping it in the mode it ran in");
      assertThat(ok(server, "mode", "shop")).startsWith("shop: swarm\n");
      assertThat(server.root("docker", "ps", "-aq", "--filter", "label=com.docker.compose.project"))
          .isEmpty(); // fault 54
      assertThat(ok(server, "run", "shop/web", "cat", "/app/page.txt")).isEqualTo("two");
      assertThat(ok(server, "run", "shop/db", "cat", "/kept/file")).isEqualTo("precious\n");
      everyCommand(server, "shop_web.1");
      onlyNewCodeStartsAgain(server, shop);
      whatFailsInSwarmChangesNothing(server, shop);
      secretsRoll(server, shop);

      assertThat(ok(server, "mode", "shop", "compose")).contains("runs in compose mode");
      assertThat(server.root("docker", "service", "ls", "-q")).isEmpty();
      shop.write("page.txt", "three");
      shop.commit("a choice survives a push"); // fault 53
      pushed(server, shop);
      assertThat(ok(server, "mode", "shop")).startsWith("shop: compose\n");
      ok(server, "mode", "shop", "auto");
      assertThat(ok(server, "mode", "shop")).startsWith("shop: swarm\n");
      nothingIsLeft(server);
    }
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(strings = "trixie")
  void on_the_other_debian_too(String release) throws IOException {
    an_app_runs_in_both_modes(release);
  }

  private void everyCommand(Server server, String container) {
    assertThat(ok(server, "ls")).isEqualTo("*shop\n");
    assertThat(ok(server, "ps", "shop")).contains("shop/web", container, "shop/db");
    assertThat(ok(server, "docker:services", "shop")).contains("web", "db");
    assertThat(server.ssh("run", "shop/web", "sh", "-c", "'exit 7'").status()).isEqualTo(7);
    assertThat(ok(server, "docker", "ps", "--format", "'{{.Names}}'")).contains(container);
    assertThat(ok(server, "config:stack", "shop")).contains("image: debian:trixie-slim");
    assertThat(ok(server, "config:docker", "shop")).contains("kata.revision");
    assertThat(ok(server, "config:caddy", "shop")).contains("shop is open");
    assertThat(server.get("http://localhost:8090/")).isEqualTo("shop is open");
    String before = ids(server);
    assertThat(ok(server, "restart", "shop")).contains("shop runs again");
    assertThat(ok(server, "stop", "shop")).contains("Stopping");
    assertThat(ok(server, "ls")).isEqualTo(" shop\n");
    ok(server, "restart", "shop");
    assertThat(ok(server, "ls")).isEqualTo("*shop\n");
    assertThat(ids(server)).isNotEmpty();
    if (container.contains(".")) {
      assertThat(ids(server)).isNotEqualTo(before); // fault 57: new tasks, of the same services
    }
    assertThat(ok(server, "releases", "shop")).containsPattern("(?m)^\\*\\d");
    assertThat(ok(server, "deploy", "shop")).contains("shop is live at");
    assertThat(ok(server, "rollback", "shop")).contains("shop is back at");
    assertThat(ok(server, "help")).contains("secrets:set");
    assertThat(server.ssh(folder.resolve("id_ed25519.pub"), "setup:ssh", "-").output())
        .contains("SHA256:");
    assertThat(ok(server, "setup")).contains("ok      docker");
    Child update = server.ssh("update", "--check");
    assertThat(update.status()).isEqualTo(3);
    assertThat(update.output()).contains("KATA_UPDATE_URL");
  }

  /** A line of kata.py in authorized_keys goes on working with kata in the place of kata.py. */
  private static void aKeyOfTheOriginalWorks(Server server, Repository shop) throws IOException {
    Path key = server.newKey("id_of_the_original");
    server.kata("ln -s /usr/local/bin/kata ~/kata.py");
    server.kata(
        "echo 'command=\"FINGERPRINT=SHA256:x NAME=default /home/kata/kata.py"
            + " $SSH_ORIGINAL_COMMAND\",no-agent-forwarding,no-user-rc,no-X11-forwarding,"
            + "no-port-forwarding "
            + Files.readString(Path.of(key + ".pub")).strip()
            + "' >> ~/.ssh/authorized_keys");
    Server before = server.as(key);
    assertThat(ok(before, "ls")).isEqualTo("*shop\n");
    assertThat(ok(before, "config:stack", "shop")).contains("debian:trixie-slim");
    shop.write("page.txt", "by an old key");
    shop.commit("pushed with an old key");
    pushed(before, shop);
    assertThat(ok(before, "run", "shop/web", "cat", "/app/page.txt")).isEqualTo("by an old key");
  }

  private static String ids(Server server) {
    return server.root("docker", "ps", "-q", "--no-trunc");
  }

  private static void withoutSwarm(Server server) {
    Child set = server.ssh("secrets:set", "A=1");
    assertThat(set.status()).isEqualTo(1);
    assertThat(set.output()).contains("warning: Swarm is not active on this server");
    assertThat(server.ssh("secrets:ls").status()).isEqualTo(1);
    assertThat(server.ssh("secrets:rm", "A").status()).isEqualTo(1);
    Child mode = server.ssh("mode", "shop", "swarm");
    assertThat(mode.status()).isEqualTo(5);
    assertThat(mode.output()).contains("docker swarm init");
    assertThat(ok(server, "ls")).isEqualTo("*shop\n");
  }

  private void filesGoBothWays(Server server) throws IOException { // fault 70
    Path file = Files.write(folder.resolve("bytes"), new byte[] {0, -1, 10, 13});
    for (List<String> protocol : List.of(List.of("-q"), List.of("-q", "-O"))) {
      String[] there = words(protocol, file.toString(), "kata@127.0.0.1:data/shop/bytes");
      Child put = server.scp(there);
      assertThat(put.ok()).as(put.output()).isTrue();
      Path back = folder.resolve("back");
      Child get = server.scp(words(protocol, "kata@127.0.0.1:data/shop/bytes", back.toString()));
      assertThat(get.ok()).as(get.output()).isTrue();
      assertThat(back).hasBinaryContent(Files.readAllBytes(file));
      Files.delete(back);
    }
  }

  private static String[] words(List<String> options, String from, String to) {
    return Stream.concat(options.stream(), Stream.of(from, to)).toArray(String[]::new);
  }

  private static void onlyNewCodeStartsAgain(Server server, Repository shop) throws IOException {
    String[] db = {"docker", "ps", "-q", "--filter", "name=shop_db"};
    String before = server.root(db);
    shop.write("page.txt", "two and a half");
    shop.commit("new code");
    pushed(server, shop);
    assertThat(server.root(db)).isEqualTo(before);
    assertThat(ok(server, "run", "shop/web", "cat", "/app/page.txt")).isEqualTo("two and a half");
  }

  private static void whatFailsInSwarmChangesNothing(Server server, Repository shop)
      throws IOException {
    shop.edit("kata-compose.yaml", "while true; do sleep 0.1; done", "echo the reason; exit 3");
    shop.commit("a crash at start");
    Child crash = server.push(shop, "shop");
    assertThat(crash.ok()).isFalse();
    assertThat(crash.output()).contains("| the reason").contains("serves again");
    shop.write(
        "kata-compose.yaml",
        SHOP.replaceFirst("volumes:", "ports: ['127.0.0.1:9:9']\n    volumes:"));
    shop.commit("a port that Swarm would show to the world");
    Child port = server.push(shop, "shop");
    assertThat(port.ok()).isFalse();
    assertThat(port.output()).contains("kata-compose.yaml:5:13: Swarm would publish this port");
    shop.write("kata-compose.yaml", SHOP);
    shop.commit("as it was");
    pushed(server, shop);
    assertThat(ok(server, "ls")).isEqualTo("*shop\n");
  }

  private void secretsRoll(Server server, Repository shop) throws IOException {
    Path value = Files.writeString(folder.resolve("value"), "first $ecret\n");
    assertThat(server.ssh(value, "secrets:set", "token=-").ok()).isTrue();
    String with = SHOP.replaceFirst("volumes:", "secrets: [token]\n    volumes:");
    shop.write("kata-compose.yaml", with + "secrets: {token: {external: true}}\n");
    shop.commit("with a secret");
    pushed(server, shop);
    String[] read = {"run", "shop/web", "cat", "/run/secrets/token"};
    assertThat(ok(server, read)).isEqualTo("first $ecret\n");
    Child set = server.ssh("secrets:set", "'token=second one'");
    assertThat(set.ok()).as(set.output()).isTrue();
    assertThat(ok(server, read)).isEqualTo("second one");
    assertThat(ok(server, "secrets:ls")).contains("token").contains("shop_web");
    assertThat(server.root("docker", "secret", "ls", "--format", "{{.Name}}")).isEqualTo("token.2");
    assertThat(server.ssh("secrets:rm", "token").status()).isEqualTo(3);
    // An old release with the old version of a secret can still come back.
    shop.edit("kata-compose.yaml", "while true; do sleep 0.1; done", "exit 3");
    shop.commit("a crash at start");
    assertThat(server.push(shop, "shop").output()).contains("serves again");
    assertThat(ok(server, read)).isEqualTo("second one");
    shop.write("kata-compose.yaml", SHOP.substring(0, SHOP.indexOf("caddy:")));
    shop.commit("without the secret, and without a route"); // fault 49
    pushed(server, shop);
    assertThat(server.ssh("config:caddy", "shop").status()).isEqualTo(3);
    assertThat(server.get("http://localhost:8090/")).isEmpty();
    ok(server, "secrets:rm", "token");
    assertThat(server.root("docker", "secret", "ls", "-q")).isEmpty();
  }

  private static void nothingIsLeft(Server server) {
    ok(server, "rm", "-f", "-w", "shop");
    assertThat(server.root("docker", "ps", "-aq")).isEmpty();
    assertThat(server.root("docker", "service", "ls", "-q")).isEmpty();
    assertThat(server.root("docker", "volume", "ls", "-q")).isEmpty();
    assertThat(server.root("docker", "network", "ls", "--format", "{{.Name}}"))
        .doesNotContain("shop");
    assertThat(ok(server, "ls")).isEmpty();
  }

  private static String pushed(Server server, Repository repository) {
    Child push = server.push(repository, "shop");
    assertThat(push.ok()).as(push.output()).isTrue();
    return push.output();
  }

  private static String ok(Server server, String... words) {
    Child child = server.ssh(words);
    assertThat(child.ok()).as("%s: %s", String.join(" ", words), child.output()).isTrue();
    return child.output();
  }
}
