package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pushes that nobody hopes for: rewritten history, links in kata's places, near names. */
final class HostilePushIT {
  private static final String SLEEPER =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
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
  void real_git_cannot_push_to_a_bad_name() throws IOException {
    Path repository = server.repository("w", SLEEPER);
    Map<String, String> before = files();
    for (String name :
        List.of(
            "..", ".", "a/../b", "a b", "$(id)", "x;y", "q'uote", "a*", "a\nb", "n".repeat(64))) {
      Child push = server.push(repository, name, "main");
      assertThat(push.ok()).as(name).isFalse();
      assertThat(push.output())
          .as(name)
          .containsAnyOf("is not an app name", "contains a line break");
    }
    assertThat(server.push(repository, "--upload-pack=x", "main").ok()).isFalse();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void a_rewritten_and_an_unrelated_history_are_what_runs() throws IOException {
    String app = "it-checks-history";
    Path repository = server.repository("w", SLEEPER);
    assertThat(server.push(repository, app, "main").ok()).isTrue();
    server.git(repository, "commit", "--quiet", "--amend", "--allow-empty", "-m", "other words");
    assertThat(server.push(repository, app, "main").ok()).as("not forced").isFalse();
    assertDeploys(app, repository, "+main");
    server.git(repository, "checkout", "-q", "--orphan", "unrelated");
    server.commit(repository, "page.txt", "unrelated");
    assertDeploys(app, repository, "+unrelated:main");
  }

  @Test
  void a_failed_deploy_is_tried_again_without_a_new_commit() throws IOException {
    String app = "it-checks-again";
    Path env = Files.createDirectories(server.root().resolve("config").resolve(app)).resolve("ENV");
    Files.writeString(env, "DURATION=infinity\n");
    Path repository = server.repository("w", SLEEPER.replace("infinity", "$DURATION"));
    assertThat(server.push(repository, app, "main").ok()).isTrue();
    Files.writeString(env, "DURATION=no-time-at-all\n");
    server.commit(repository, "page.txt", "new");
    Child push = server.push(repository, app, "main");
    assertThat(push.status()).isEqualTo(1);
    assertThat(push.output()).contains("release 1 serves again");
    Files.writeString(env, "DURATION=infinity\n");
    Child deploy = server.kata("deploy", app);
    assertThat(deploy.ok()).as(deploy.output()).isTrue();
    assertThat(server.root().resolve("app").resolve(app).resolve("page.txt")).hasContent("new");
  }

  @Test
  void links_and_folders_in_katas_places_are_not_gone_through() throws IOException {
    String app = "it-checks-links";
    Path victim = Files.writeString(folder.resolve("victim"), "swarm\n");
    Path repository = server.repository("w", SLEEPER);
    Files.createSymbolicLink(repository.resolve(".docker-compose.yaml"), victim);
    Files.createSymbolicLink(repository.resolve(".kata-mode"), victim);
    server.commit(repository, "page.txt", "links");
    Child push = server.push(repository, app, "main");
    assertThat(push.ok()).as(push.output()).isTrue(); // Compose: the mode was not read
    Path code = server.root().resolve("app").resolve(app);
    assertThat(code.resolve(".docker-compose.yaml")).isRegularFile();
    assertThat(Files.isSymbolicLink(code.resolve(".docker-compose.yaml"))).isFalse();
    server.kata("mode", app, "compose");
    assertThat(victim).hasContent("swarm");

    server.git(repository, "rm", "-q", ".docker-compose.yaml", "kata-compose.yaml");
    Files.createSymbolicLink(repository.resolve("kata-compose.yaml"), victim);
    server.commit(repository, "page.txt", "a link");
    assertRefused(app, repository, "kata-compose.yaml is a link or a folder");
    server.git(repository, "rm", "-q", "kata-compose.yaml");
    Files.createDirectory(repository.resolve("kata-compose.yaml"));
    server.commit(repository, "kata-compose.yaml/file", "a folder");
    assertRefused(app, repository, "kata-compose.yaml is a link or a folder");
    server.git(repository, "rm", "-q", "-r", "kata-compose.yaml");
    server.commit(repository, "kata-compose.yaml", SLEEPER);
    Files.createDirectory(repository.resolve(".docker-compose.yaml"));
    server.commit(repository, ".docker-compose.yaml/file", "a folder");
    Child blocked = server.push(repository, app, "main");
    assertThat(blocked.ok()).isFalse();
    assertThat(blocked.output()).contains(".docker-compose.yaml");
    assertThat(server.containers(app, "{{.State}}")).containsExactly("running");
    assertThat(victim).hasContent("swarm");
  }

  @Test
  void apps_of_near_names_leave_each_other_alone() throws IOException {
    List<String> apps = List.of("it-checks-n", "it-checks-n-b", "it-checks-n_b");
    Path repository = server.repository("w", SLEEPER);
    for (String app : apps) {
      assertThat(server.push(repository, app, "main").ok()).isTrue();
    }
    assertThat(server.kata("ls").output())
        .isEqualTo("*it-checks-n\n*it-checks-n-b\n*it-checks-n_b\n");
    List<String> others = ids(apps.subList(1, 3));
    assertThat(server.kata("restart", apps.get(0)).ok()).isTrue();
    assertThat(server.kata("stop", apps.get(0)).ok()).isTrue();
    assertThat(server.kata("ps", apps.get(0)).output()).doesNotContain("n-b").doesNotContain("n_b");
    assertThat(server.kata("ls").output())
        .isEqualTo(" it-checks-n\n*it-checks-n-b\n*it-checks-n_b\n");
    assertThat(server.kata("rm", "-f", "-w", apps.get(0)).ok()).isTrue();
    assertThat(server.containers(apps.get(0), "{{.ID}}")).isEmpty();
    assertThat(ids(apps.subList(1, 3))).isEqualTo(others).hasSize(2);
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(server.root())) {
      for (Path path : all.toList()) {
        found.put(path.toString(), Files.isRegularFile(path) ? content(path) : "");
      }
    }
    return found;
  }

  /** Letter for byte: not all of them are text. */
  private static String content(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private void assertDeploys(String app, Path repository, String refs) {
    Child push = server.push(repository, app, refs);
    assertThat(push.ok()).as(push.output()).isTrue();
    assertThat(server.git(server.root().resolve("app").resolve(app), "rev-parse", "HEAD"))
        .isEqualTo(server.git(repository, "rev-parse", "HEAD"));
  }

  private void assertRefused(String app, Path repository, String why) {
    Child push = server.push(repository, app, "main");
    assertThat(push.ok()).isFalse();
    assertThat(push.output()).contains(why, "[remote rejected]");
  }

  private List<String> ids(List<String> apps) {
    return apps.stream()
        .flatMap(app -> server.containers(app, "{{.ID}} {{.State}}").stream())
        .toList();
  }
}
