package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A KATA_ROOT as kata.py leaves it after a push, laid out by hand: the code is a work tree in which
 * the app has written, the generated file has kata.py's volumes, the hook calls kata.py.
 */
final class OriginalRootIT {
  private static final String APP = "it-checks-original";
  private static final String SOURCE =
      """
      environment:
        PAGE: one
      services:
        web:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
          volumes: ["app:/app", "data:/data"]
      """;
  private static final String GENERATED =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
          environment: {PAGE: one, PUID: '0'}
          volumes: ['app:/app', 'data:/data']
      volumes:
        app:
          driver: local
          driver_opts: {device: ROOT/app/NAME, o: bind, type: none}
        data:
          driver: local
          driver_opts: {device: ROOT/data/NAME, o: bind, type: none}
      """;

  @TempDir Path folder;
  private KataServer server;
  private Path root;
  private Path code;
  private Path repository;

  @BeforeEach
  void layOut() throws IOException {
    server = new KataServer(folder, "localhost:1");
    root = server.root();
    for (String kind : List.of("data", "envs", "config", "logs")) {
      Files.createDirectories(root.resolve(kind).resolve(APP));
    }
    code = root.resolve("app").resolve(APP);
    repository = server.repository("w", SOURCE);
    Path bare = root.resolve("repos").resolve(APP);
    server.git(root, "clone", "--quiet", "--bare", repository.toString(), bare.toString());
    server.git(root, "clone", "--quiet", bare.toString(), code.toString());
    Path hook =
        Files.writeString(
            bare.resolve("hooks/post-receive"),
            """
            #!/usr/bin/env bash
            set -e; set -o pipefail;
            cat | KATA_ROOT="%s" /home/kata/kata.py git-hook %s"""
                .formatted(root, APP));
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr--r--"));
    Files.writeString(root.resolve("config").resolve(APP).resolve("ENV"), "COLOR=red\n");
    Files.writeString(root.resolve("data").resolve(APP).resolve("kept.txt"), "precious");
    Files.writeString(code.resolve("uploaded.txt"), "written by the app");
    Files.writeString(code.resolve(".kata-mode"), "compose");
    String generated = GENERATED.replace("ROOT", root.toString()).replace("NAME", APP);
    Files.writeString(code.resolve(".docker-compose.yaml"), generated);
    Child up =
        server.docker(
            "compose",
            "--project-name",
            APP,
            "--file",
            code.resolve(".docker-compose.yaml").toString(),
            "up",
            "--detach");
    assertThat(up.ok()).as(up.output()).isTrue();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    server.docker("volume", "rm", APP + "_app", APP + "_data");
  }

  @Test
  void every_command_works_on_it() throws IOException {
    assertThat(server.kata("setup").output()).contains("ok      docker");
    assertThat(server.kata("ls").output()).isEqualTo("*" + APP + "\n");
    assertThat(server.kata("config:stack", APP).output()).isEqualTo(SOURCE);
    assertThat(server.kata("config:docker", APP).output()).contains("driver_opts");
    assertThat(server.kata("ps", APP).output()).contains(APP);
    assertThat(server.kata("mode", APP).output()).contains("compose");
    assertThat(server.kata("run", APP, "cat", "/data/kept.txt").output()).isEqualTo("precious");
    assertThat(server.kata("stop", APP).ok()).isTrue();
    assertThat(server.kata("ls").output()).isEqualTo(" " + APP + "\n");
    Child restart = server.kata("restart", APP);
    assertThat(restart.ok()).as(restart.output()).isTrue();
    assertThat(server.kata("run", APP, "printenv", "COLOR").output().strip()).isEqualTo("red");
    assertThat(server.kata("run", APP, "cat", "/app/uploaded.txt").output())
        .isEqualTo("written by the app");
    server.git(folder, "clone", "--quiet", "kata@localhost:" + APP, "clone");
    assertThat(server.kata("rm", "-f", APP).ok()).isTrue();
    assertThat(server.containers(APP, "{{.ID}}")).isEmpty();
    assertThat(root.resolve("data").resolve(APP).resolve("kept.txt")).hasContent("precious");
  }

  @Test
  void the_next_push_takes_it_over_and_loses_nothing() throws IOException {
    server.commit(repository, "kata-compose.yaml", SOURCE.replace("PAGE: one", "PAGE: two"));
    Child push = server.push(repository, APP, "main");
    assertThat(push.ok()).as(push.output()).isTrue();
    assertThat(server.kata("run", APP, "printenv", "PAGE").output().strip()).isEqualTo("two");
    assertThat(server.kata("run", APP, "cat", "/data/kept.txt").output()).isEqualTo("precious");
    assertThat(code).isSymbolicLink();
    try (var found = Files.walk(root)) {
      assertThat(found.filter(file -> file.endsWith("uploaded.txt")).toList()).isNotEmpty();
    }
    server.commit(
        repository, "kata-compose.yaml", SOURCE.replace("sleep infinity", "sh -c 'exit 3'"));
    assertThat(server.push(repository, APP, "main").output()).contains("serves again");
    assertThat(server.containers(APP, "{{.State}}")).containsExactly("running");
  }
}
