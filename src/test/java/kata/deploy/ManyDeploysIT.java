package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import kata.caddy.admin.CaddyProcess;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes at the same moment: of one app, and of many. */
class ManyDeploysIT {
  private static final String ADMIN = "localhost:18209";
  private static final String APP =
      """
      services:
        web:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
          environment: {VERSION: "one"}
      caddy:
        listen: [":PORT"]
        routes:
          - handle: [{handler: static_response, body: hello}]
      """;

  @TempDir Path folder;
  private Path calls;

  /** While it exists, Compose waits before it brings anything up. */
  private Path gate;

  private final ExecutorService threads = Executors.newFixedThreadPool(20);
  private KataServer server;
  private CaddyProcess caddy;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    calls = Files.createFile(folder.resolve("calls"));
    gate = folder.resolve("gate");
    Path plugins = Files.createDirectories(folder.resolve("docker/cli-plugins"));
    Path compose = plugins.resolve("docker-compose");
    // As docker and kata find it: the one asks a plugin what it is, and gives it its own name.
    Files.writeString(
        compose,
        """
        #!/bin/sh
        unset DOCKER_CONFIG
        [ "$1" = docker-cli-plugin-metadata ] && {
          echo '{"SchemaVersion": "0.1.0", "Vendor": "kata", "Version": "v2"}'
          exit
        }
        [ "$1" = compose ] && shift
        case " $* " in *" up "*) ;; *) exec docker compose "$@" ;; esac
        echo "begin $$ $*" >>%s
        while [ -e %s ]; do sleep 0.1; done
        docker compose "$@"
        status=$?
        echo "end $$ $*" >>%s
        exit $status
        """
            .formatted(calls, gate, calls));
    Files.setPosixFilePermissions(compose, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path own = Files.createDirectories(folder.resolve("caddy"));
    caddy = new CaddyProcess(own, ADMIN, "{\"admin\":{\"listen\":\"" + ADMIN + "\"}}");
    server =
        new KataServer(
            folder,
            ADMIN,
            Map.of(
                "DOCKER_CONFIG",
                folder.resolve("docker").toString(),
                "KATA_DEPLOY_TIMEOUT",
                "120"));
  }

  @AfterEach
  void stop() throws IOException {
    threads.shutdownNow();
    try (CaddyProcess ends = caddy) {
      server.close();
    }
  }

  @Test
  void ten_pushes_to_one_app_follow_each_other_and_the_last_one_runs() throws IOException { // R-14
    Path repository = server.repository("w", app(18280));
    Child first = server.push(repository, "it-many", "main");
    assertThat(first.ok()).as(first.output()).isTrue();
    List<String> commits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String text = app(18280).replace("\"one\"", "\"" + i + "\"");
      server.commit(repository, "kata-compose.yaml", text);
      commits.add(server.git(repository, "rev-parse", "HEAD"));
    }
    Files.createFile(gate);
    Path bare = server.root().resolve("repos/it-many");
    List<CompletableFuture<Child>> running = new ArrayList<>();
    for (String commit : commits) {
      String ref = commit + ":main";
      running.add(
          CompletableFuture.supplyAsync(() -> server.push(repository, "it-many", ref), threads));
      // Git lets only one change the branch at a moment.
      await(() -> server.git(bare, "rev-parse", "main").equals(commit));
    }
    Files.delete(gate);
    List<Child> pushes = running.stream().map(CompletableFuture::join).toList();

    String last = commits.get(commits.size() - 1);
    assertThat(server.git(bare, "rev-parse", "main")).isEqualTo(last);
    assertThat(server.git(server.root().resolve("app/it-many"), "rev-parse", "HEAD"))
        .isEqualTo(last);
    assertThat(server.docker("exec", "it-many-web-1", "printenv", "VERSION").output().strip())
        .isEqualTo("9");
    assertThat(mostAtOnce("it-many")).isEqualTo(1);
    assertThat(pushes)
        .allSatisfy(
            push -> {
              assertThat(push.ok()).as(push.output()).isTrue();
              assertThat(push.output()).containsPattern("success: it-many is live|is skipped");
            });
    assertThat(pushes.get(9).output()).contains("success: it-many is live");
    // One of them was at work when the last one came: whatever waited between them is skipped.
    assertThat(pushes)
        .filteredOn(push -> push.output().contains("is skipped"))
        .hasSizeBetween(8, 9);
  }

  @Test
  void six_apps_pushed_at_once_all_run_two_at_a_time() throws IOException { // R-15
    allRunTwoAtATime(6);
  }

  @Tag("exhaustive")
  @Test
  void twenty_apps_pushed_at_once_all_run_two_at_a_time() throws IOException { // R-15
    allRunTwoAtATime(20);
  }

  private void allRunTwoAtATime(int count) throws IOException {
    List<String> apps = IntStream.range(0, count).mapToObj(i -> "it-many-" + i).toList();
    List<Path> repositories = new ArrayList<>();
    for (String app : apps) {
      repositories.add(server.repository(app, app(18281 + repositories.size())));
    }
    List<CompletableFuture<Child>> running = new ArrayList<>();
    for (Path repository : repositories) {
      String app = String.valueOf(repository.getFileName());
      running.add(
          CompletableFuture.supplyAsync(() -> server.push(repository, app, "main"), threads));
    }
    List<Child> pushes = running.stream().map(CompletableFuture::join).toList();
    assertThat(pushes).allSatisfy(push -> assertThat(push.ok()).as(push.output()).isTrue());
    assertThat(mostAtOnce("")).isLessThanOrEqualTo(2);
    assertThat(server.kata("ls").output().lines())
        .containsExactlyInAnyOrderElementsOf(apps.stream().map(app -> "*" + app).toList());
    String servers = caddy.call("GET", "/config/apps/http/servers", "");
    assertThat(new ObjectMapper().readTree(servers)).hasSize(count);
  }

  private static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
    }
  }

  /** Returns how many times Compose brought up apps of a project at the same moment. */
  private int mostAtOnce(String project) throws IOException {
    int now = 0;
    int most = 0;
    for (String call : Files.readAllLines(calls)) {
      if (call.contains("--project-name " + project)) {
        now += call.startsWith("begin") ? 1 : -1;
        most = Math.max(most, now);
      }
    }
    assertThat(now).isZero();
    assertThat(most).isPositive();
    return most;
  }

  private static String app(int port) {
    return APP.replace("PORT", Integer.toString(port));
  }
}
