package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be found out before the old release is touched, is: its container stays the same. */
class RefusedEarlyIT {
  /** Listens on its port 80, and publishes it as said. */
  private static final String LISTENER =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          command:
            - perl
            - -MIO::Socket::INET
            - -e
            - |
              my $$s = IO::Socket::INET->new(LocalPort => 80, Listen => 9) or die;
              while (my $$c = $$s->accept) { print $$c "hello\\n"; }
          volumes: ["app:/app"]
          ports: [%s]
      """;

  private static final String BUILT =
      """
      services:
        web:
          build: .
          init: true
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
  void a_port_of_another_program_is_refused() throws IOException {
    Path repository = deployed("it-early-a", LISTENER.formatted("'18100:80'"));
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (ServerSocket taken = new ServerSocket(18101, 1, loopback)) {
      assertThat(taken.isBound()).isTrue();
      server.commit(repository, "kata-compose.yaml", LISTENER.formatted("'18100:80', '18101:80'"));
      assertRefused(
          repository,
          "it-early-a",
          "error: kata-compose.yaml:13:25: service 'web' cannot publish port 18101:"
              + " another program on this server uses it",
          "( sport = :18101 )",
          "or stop it; `kata deploy it-early-a` tries this commit again; nothing was changed: release 1 still serves");
      Child restart = server.kata("restart", "it-early-a");
      assertThat(restart.ok()).as(restart.output()).isTrue(); // its own port is no obstacle
    }
    server.commit(repository, "page.txt", "the port is free again");
    Child push = server.push(repository, "it-early-a", "main");
    assertThat(push.ok()).as(push.output()).isTrue();
  }

  @Test
  void a_port_of_another_app_is_refused() throws IOException {
    deployed("it-early-b", LISTENER.formatted("'127.0.0.1:18102:80'"));
    Path repository = deployed("it-early-c", LISTENER.formatted("'18103:80'"));
    server.commit(repository, "kata-compose.yaml", LISTENER.formatted("'18102:80'"));
    assertRefused(
        repository,
        "it-early-c",
        "service 'web' cannot publish port 18102: service 'web' of app 'it-early-b' uses it",
        "publish another port");
  }

  @Test
  void two_services_with_one_port_are_refused() throws IOException {
    Path repository = deployed("it-early-d", LISTENER.formatted("'18104:80'"));
    String other = "  other: {image: debian:trixie-slim, ports: ['127.0.0.1:18104:90']}\n";
    server.commit(repository, "kata-compose.yaml", LISTENER.formatted("'18104:80'") + other);
    assertRefused(
        repository, "it-early-d", "services 'web' and 'other' both publish port 18104", "");
  }

  @Test
  void the_next_release_takes_over_the_port() throws IOException {
    Path repository = deployed("it-early-e", LISTENER.formatted("'127.0.0.1:18105:80'"));
    List<String> before = server.containers("it-early-e", "{{.ID}}");
    server.commit(repository, "kata-compose.yaml", LISTENER.formatted("'18105:80'"));
    Child push = server.push(repository, "it-early-e", "main");
    assertThat(push.ok()).as(push.output()).isTrue();
    assertThat(server.containers("it-early-e", "{{.ID}}")).hasSize(1).isNotEqualTo(before);
  }

  @Test
  void an_image_that_cannot_be_had_is_refused() throws IOException {
    Path repository = deployed("it-early-f", LISTENER.formatted(""));
    String other = "  other: {image: %s}\n";
    server.commit(
        repository,
        "kata-compose.yaml",
        LISTENER.formatted("") + other.formatted("nosuch.invalid/x:1"));
    assertRefused(
        repository,
        "it-early-f",
        "service 'other' needs the image nosuch.invalid/x:1, which docker could not pull: Error",
        "registry; `kata deploy it-early-f` tries this commit again; nothing was changed");
    server.commit(
        repository,
        "kata-compose.yaml",
        LISTENER.formatted("") + other.formatted("nosuch.invalid/x:1, pull_policy: never"));
    assertRefused(
        repository,
        "it-early-f",
        "service 'other' needs the image nosuch.invalid/x:1, which is not on this server",
        "its pull_policy is never");
  }

  @Test
  void a_build_that_fails_is_refused_and_a_good_one_is_built_once() throws IOException {
    Path repository = server.repository("it-early-g", BUILT);
    dockerfile(repository, "RUN echo one > /word", "sleep infinity");
    Child first = server.push(repository, "it-early-g", "main");
    assertThat(first.ok()).as(first.output()).isTrue();
    assertThat(first.output()).containsOnlyOnce("Building service 'web'");
    assertThat(first.output().substring(first.output().indexOf("-----> Starting")))
        .doesNotContain("Dockerfile", "Step 1/"); // of one builder or the other
    dockerfile(repository, "RUN false", "sleep infinity");
    assertRefused(repository, "it-early-g", "Docker could not build service 'web': ", "push again");
    dockerfile(repository, "RUN echo two > /word", "sleep infinity");
    Child good = server.push(repository, "it-early-g", "main");
    assertThat(good.ok()).as(good.output()).isTrue();
    assertThat(word("it-early-g")).isEqualTo("two");
  }

  @Test
  void an_old_release_that_comes_back_has_its_old_image() throws IOException {
    Path repository = server.repository("it-early-h", BUILT);
    dockerfile(repository, "RUN echo one > /word", "sleep infinity");
    assertThat(server.push(repository, "it-early-h", "main").ok()).isTrue();
    dockerfile(repository, "RUN echo two > /word", "false");
    Child push = server.push(repository, "it-early-h", "main");
    assertThat(push.ok()).isFalse();
    assertThat(push.output()).contains("release 1 serves again");
    assertThat(word("it-early-h")).isEqualTo("one");
    assertThat(server.kata("ps", "it-early-h").output()).containsPattern("sha256:[0-9a-f]{12}\\s");
    Child restart = server.kata("restart", "it-early-h");
    assertThat(restart.ok()).as(restart.output()).isTrue();
    assertThat(word("it-early-h")).isEqualTo("one");
  }

  /** Pushes what is fine. */
  private Path deployed(String app, String compose) throws IOException {
    Path repository = server.repository(app, compose);
    Child push = server.push(repository, app, "main");
    assertThat(push.ok()).as(push.output()).isTrue();
    return repository;
  }

  private void assertRefused(Path repository, String app, String... words) {
    List<String> before = server.containers(app, "{{.ID}} {{.State}}");
    assertThat(before).singleElement().asString().endsWith(" running");
    Child push = server.push(repository, app, "main");
    assertThat(push.ok()).isFalse();
    assertThat(push.output())
        .contains(words)
        .contains("nothing was changed")
        .doesNotContain("-----> Starting");
    assertThat(server.containers(app, "{{.ID}} {{.State}}")).isEqualTo(before);
  }

  private void dockerfile(Path repository, String step, String command) throws IOException {
    String text = "FROM debian:trixie-slim\n%s\nCMD %s\n".formatted(step, command);
    Files.writeString(repository.resolve("kata-compose.yaml"), BUILT);
    server.commit(repository, "Dockerfile", text);
  }

  private String word(String app) {
    return server.kata("run", app + "/web", "cat", "/word").output().strip();
  }
}
