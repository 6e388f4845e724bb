package kata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import kata.testing.Child;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The main job on real parts: a fresh server, kata installed on it, both examples pushed over SSH
 * with packages from PyPI and npm, changed, broken, and removed.
 */
@Execution(ExecutionMode.CONCURRENT)
class WholeServerIT {
  private static final String SIDE_SERVICE =
      """
        side:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = "trixie")
  void a_push_becomes_a_running_app(String release)
      throws IOException { // fault 1, fault 2, fault 29, fault 38, fault 78
    try (Server server = new Server(release, folder)) {
      for (String app : List.of("hello", "node")) {
        trustTheProxy(server, app);
      }
      Repository python = Repository.ofExample(folder, "minimal-python");
      python.edit("kata-compose.yaml", "services:\n", "services:\n" + SIDE_SERVICE);
      python.commit("with a side service");

      Child first = server.push(python, "hello");
      assertThat(first.output()).contains("Building the image kata/python");
      assertThat(first.ok()).as(first.output()).isTrue();
      assertThat(server.get("http://localhost:8080/")).contains("Hello from kata and Python");
      assertThat(server.ssh("ls").output()).isEqualTo("*hello\n");
      String side = server.root("docker", "ps", "-q", "--filter", "name=side");

      // fault 1: new code with an unchanged compose file must be what answers
      python.edit("app.py", "Hello from", "Changed by");
      python.commit("change the greeting");
      Child second = server.push(python, "hello");
      assertThat(second.output()).contains("Dependencies of python are unchanged");
      assertThat(second.ok()).as(second.output()).isTrue();
      assertThat(server.get("http://localhost:8080/")).contains("Changed by kata and Python");
      assertThat(server.root("docker", "ps", "-q", "--filter", "name=side")).isEqualTo(side);

      aBrokenPushChangesNothing(server, python);
      aCrashBringsTheOldReleaseBack(server, python);

      Repository node = Repository.ofExample(folder, "minimal-nodejs");
      Child third = server.push(node, "node");
      assertThat(third.ok()).as(third.output()).isTrue();
      assertThat(server.get("http://localhost:8081/")).contains("Hello from kata and Node.js");
      assertThat(server.get("http://localhost:8080/")).contains("Changed by kata and Python");

      dependenciesAreInTheirFolderAndOwnedByKata(server);
      aKeyRunsKataAndNothingElse(server);
      everyCommandWorksOverSsh(server);
      nothingIsLeft(server);
    }
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(strings = "bookworm")
  void on_the_other_debian_too(String release) throws IOException {
    a_push_becomes_a_running_app(release);
  }

  /** PyPI and npm are behind a proxy with its own certificate here, as in many a company. */
  private static void trustTheProxy(Server server, String app) {
    server.copy(Path.of("/etc/ssl/certs/ca-certificates.crt"), "/tmp/ca.crt");
    server.kata("mkdir -p ~/config/" + app + " && cp /tmp/ca.crt ~/config/" + app);
    server.kata(
        "printf 'SSL_CERT_FILE=/config/ca.crt\\nPIP_CERT=/config/ca.crt\\n"
            + "NODE_EXTRA_CA_CERTS=/config/ca.crt\\n' > ~/config/"
            + app
            + "/ENV");
  }

  /** fault 2: a push of a broken file fails, and says where it is broken. */
  private static void aBrokenPushChangesNothing(Server server, Repository python)
      throws IOException {
    String before = server.root("docker", "ps", "-q");
    python.edit("kata-compose.yaml", "runtime: python", "runtime: pyhton");
    python.commit("a typo");
    Child push = server.push(python, "hello");
    assertThat(push.ok()).as(push.output()).isFalse();
    assertThat(push.output()).contains("kata-compose.yaml:").contains("no runtime 'pyhton'");
    assertThat(server.root("docker", "ps", "-q")).isEqualTo(before);
    python.edit("kata-compose.yaml", "runtime: pyhton", "runtime: python");
  }

  private static void aCrashBringsTheOldReleaseBack(Server server, Repository python)
      throws IOException {
    python.edit("app.py", "app = FastAPI()", "raise SystemExit('no database, no service')");
    python.commit("crash at start");
    Child push = server.push(python, "hello");
    assertThat(push.ok()).as(push.output()).isFalse();
    assertThat(push.output()).contains("no database, no service").contains("serves again");
    server.root(
        "curl", "-sS", "--retry", "20", "--retry-delay", "1", "--fail", "http://localhost:8080/");
    assertThat(server.get("http://localhost:8080/")).contains("Changed by kata and Python");
  }

  /** fault 29, fault 38, fault 39: real pip and npm put files where they belong, as kata's user. */
  private static void dependenciesAreInTheirFolderAndOwnedByKata(Server server) {
    assertThat(server.kata("cat ~/envs/node/nodejs-*/node_modules/ms/package.json"))
        .contains("\"name\": \"ms\"");
    assertThat(server.kata("ls -A ~/app/node/node_modules")).isEmpty();
    assertThat(server.kata("ls ~/envs/hello/python-*/bin/uvicorn").lines()).hasSize(1);
    assertThat(inWeb(server, "hello", "command -v uvicorn")).isEqualTo("/venv/bin/uvicorn");
    // Node looks beside the code, and finds the modules that are in /venv.
    assertThat(inWeb(server, "node", "node -p 'require.resolve(\"ms\")'"))
        .isEqualTo("/app/node_modules/ms/index.js");
    assertThat(server.root("find", "/home/kata", "!", "-user", "kata")).isEmpty();
  }

  /** fault 78: what sshd itself makes of the options in the line of a key. */
  private static void aKeyRunsKataAndNothingElse(Server server) {
    Child shell = server.ssh("bash", "-c", "id");
    assertThat(shell.status()).isEqualTo(2);
    assertThat(shell.output()).contains("there is no command 'bash'").doesNotContain("uid=");
    assertThat(server.ssh("ls; touch pwned").status()).isEqualTo(2);
    assertThat(server.kata("ls ~")).doesNotContain("pwned");
  }

  private static String inWeb(Server server, String app, String line) {
    // Compose V1 and V2 name it differently, and label it alike.
    String labels = "label=com.docker.compose.";
    String project = labels + "project=" + app;
    String service = labels + "service=web";
    String id = server.root("docker", "ps", "-q", "--filter", project, "--filter", service);
    return server.root("docker", "exec", id, "sh", "-c", line);
  }

  private static void everyCommandWorksOverSsh(Server server) {
    assertThat(server.ssh("ls").output()).isEqualTo("*hello\n*node\n");
    assertThat(server.ssh("config:stack", "node").output()).contains("runtime: nodejs");
    assertThat(server.ssh("config:docker", "node").output()).contains("kata/nodejs:");
    assertThat(server.ssh("config:caddy", "node").output()).contains("\"listen\"");
    assertThat(server.ssh("stop", "node").status()).isZero();
    assertThat(server.ssh("ls").output()).isEqualTo("*hello\n node\n");
    assertThat(server.ssh("restart", "node").status()).isZero();
    assertThat(server.get("http://localhost:8081/")).contains("Hello from kata and Node.js");
    assertThat(server.ssh("help").output()).contains("config:docker");
    assertThat(server.ssh("stop", "nosuch").status()).isEqualTo(3);
  }

  private static void nothingIsLeft(Server server) {
    assertThat(server.ssh("rm", "-f", "-w", "hello").status()).isZero();
    assertThat(server.ssh("rm", "-f", "-w", "node").status()).isZero();
    assertThat(server.root("docker", "ps", "-aq")).isEmpty();
    assertThat(server.root("docker", "volume", "ls", "-q")).isEmpty();
    assertThat(server.root("docker", "network", "ls", "--filter", "type=custom", "-q")).isEmpty();
    assertThat(server.get("http://localhost:2019/config/apps/http/servers").strip())
        .isIn("{}", "null");
    assertThat(
            server.kata(
                "find ~/app ~/data ~/config ~/envs ~/logs ~/repos ~/cache ~/releases -mindepth 1"))
        .isEmpty();
    assertThat(server.ssh("ls").output()).isEmpty();
  }
}
