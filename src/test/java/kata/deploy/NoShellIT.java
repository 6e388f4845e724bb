package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands run with shells first in PATH that note who called them. Git has shell scripts of its
 * own, and calls the hooks, which are scripts too: only what a Java process starts is kata's doing.
 * Shells by their whole path are for ArchitectureTest, which finds no name of one in the sources.
 */
final class NoShellIT {
  private static final String APP = "it-checks-shell";
  private static final String COMPOSE =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
          environment: {PAGE: "$(touch pwned); `id` | sh"}
      """;

  private static final String KEY =
      "AAAAC3NzaC1lZDI1NTE5AAAAIF0XrgyqTRP57z/Xgsp0RS8SdtF2/zwEZ/WZ+sWxabUE";

  @TempDir Path folder;
  private Path calls;
  private String path;
  private KataServer server;

  @BeforeEach
  void start() throws IOException {
    calls = Files.writeString(folder.resolve("calls"), "");
    Path stubs = Files.createDirectories(folder.resolve("stubs"));
    for (String shell : List.of("sh", "bash", "dash")) {
      Path stub =
          Files.writeString(
              stubs.resolve(shell),
              """
              #!/bin/sh
              echo "$(cat /proc/$PPID/comm) %s $*" >> %s
              exec /bin/%s "$@"
              """
                  .formatted(shell, calls, shell));
      Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    path = stubs + ":" + System.getenv("PATH");
    server =
        new KataServer(
            folder, "localhost:1", Map.of("PATH", path, "KATA_UPDATE_URL", "http://127.0.0.1:1/"));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void no_command_starts_a_shell() throws IOException { // R-48, fault 7
    Path repository = server.repository("w", COMPOSE);
    Path module = server.repository("module", "services: {}\n");
    server.git(
        repository,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        module.toString(),
        "module");
    server.commit(repository, "page.txt", "one");
    // Git refuses to fetch a submodule from a folder: its own script has run by then.
    server.push(repository, APP, "main");
    server.git(repository, "rm", "-q", "-f", "module", ".gitmodules");
    server.commit(repository, "page.txt", "two");
    assertThat(server.push(repository, APP, "main", "main:other").ok()).isTrue();
    server.git(folder, "clone", "--quiet", "kata@localhost:" + APP, "clone");
    server.commit(repository, "kata-compose.yaml", COMPOSE.replace("sleep infinity", "false"));
    assertThat(server.push(repository, APP, "main").ok()).isFalse();
    Path key =
        Files.writeString(folder.resolve("key.pub"), "ssh-ed25519 " + KEY + " ann; touch pwned\n");
    for (List<String> words :
        List.of(
            List.of("help"),
            List.of("ls"),
            List.of("setup"),
            List.of("setup:ssh", key.toString()),
            List.of("ps", APP),
            List.of("releases", APP),
            List.of("config:stack", APP),
            List.of("config:docker", APP),
            List.of("config:caddy", APP),
            List.of("mode", APP, "compose"),
            List.of("run", APP, "echo", "$(touch pwned)"),
            List.of("docker", "ps", "--filter", "name=$(touch pwned)"),
            List.of("docker:services", APP),
            List.of("secrets:ls"),
            List.of("scp", "-t", "$(touch pwned)"),
            List.of("update", "--check"),
            List.of("restart", APP),
            List.of("deploy", APP),
            List.of("rollback", APP),
            List.of("stop", APP),
            List.of("rm", "-f", "-w", APP))) {
      server.kata(words.toArray(String[]::new));
    }
    assertThat(Files.readAllLines(calls)).noneMatch(line -> line.startsWith("java "));
    assertThat(folder.resolve("root/pwned")).doesNotExist();
  }

  @Test
  void a_shell_that_java_starts_would_be_noted() throws IOException {
    // The env command looks in this PATH, and becomes the shell in the same process.
    Child.run(folder, Map.of("PATH", path), List.of("/usr/bin/env", "sh", "-c", "exit 3"));
    assertThat(Files.readAllLines(calls)).containsExactly("java sh -c exit 3");
  }
}
