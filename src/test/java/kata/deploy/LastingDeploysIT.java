package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kata.caddy.admin.CaddyProcess;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good and bad deploys in turn: what they leave does not grow. {@code -Dkata.deploys=300} makes
 * three hundred of them in the exhaustive run.
 */
class LastingDeploysIT {
  private static final int DEPLOYS = Integer.getInteger("kata.deploys", 24);
  private static final int KINDS = 5;
  private static final String APP = "it-lasting";
  private static final String ADMIN = "localhost:18310";
  private static final int PORT = 18311;
  private static final int TAKEN = 18312;

  private static final String GOOD =
      """
      services:
        web:
          build: .
          init: true
          command: sleep infinity
          volumes: ["kept:/kept"]
        job:
          image: debian:trixie-slim
          command: "true"
          restart: "no"
      volumes: {kept: {}}
      caddy:
        listen: [":PORT"]
        routes:
          - handle: [{handler: static_response, body: "VERSION"}]
      """;

  @TempDir Path folder;
  private KataServer server;
  private CaddyProcess caddy;
  private Path repository;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve("caddy"));
    caddy = new CaddyProcess(own, ADMIN, "{\"admin\":{\"listen\":\"" + ADMIN + "\"}}");
    server = new KataServer(folder, ADMIN, Map.of("KATA_DEPLOY_TIMEOUT", "8"));
    repository = server.repository("w", GOOD);
  }

  @AfterEach
  void stop() throws IOException {
    try (CaddyProcess ends = caddy) {
      server.close();
    }
  }

  @Test
  void nothing_grows_over_many_deploys() throws IOException {
    try (ServerSocket taken = new ServerSocket(TAKEN)) {
      assertThat(taken.isBound()).isTrue();
      int good = 12; // by then the five that are kept have come round
      for (int i = 0; i <= good; i += 2) {
        deploy(i);
      }
      Map<String, Long> before = footprint();
      for (int i = good + 1; i <= good + 2 * KINDS; i++) {
        deploy(i);
      }
      assertThat(footprint()).isEqualTo(before);
    }
  }

  @Tag("exhaustive")
  @Test
  void nothing_grows_over_many_more() throws IOException {
    try (ServerSocket taken = new ServerSocket(TAKEN)) {
      assertThat(taken.isBound()).isTrue();
      // By then the five that are kept have come round. Both halves end with a good one.
      int half = Math.max(DEPLOYS / 2, 12) | 1;
      for (int i = 0; i < half; i++) {
        deploy(i);
      }
      Map<String, Long> before = footprint();
      for (int i = half; i < 2 * half + 1; i++) {
        deploy(i);
      }
      System.out.printf("after %d deploys: %s%n", 2 * half + 1, footprint());
      assertThat(footprint()).isEqualTo(before);
    }
  }

  /** Deploys a version well when its number is even; else badly, in the way of that number. */
  private void deploy(int i) throws IOException {
    String good = GOOD.replace("PORT", "" + PORT).replace("VERSION", "v" + i);
    Files.writeString(repository.resolve("version"), "v" + i);
    Files.writeString(
        repository.resolve("Dockerfile"),
        "FROM debian:trixie-slim\nLABEL %s=yes\nCOPY version /version\n".formatted(APP));
    boolean well = i % 2 == 0;
    server.commit(repository, "kata-compose.yaml", well ? good : bad(good, i / 2));
    Child push = server.push(repository, APP, "main");
    assertThat(push.ok()).as("%d: %s", i, push.output()).isEqualTo(well);
    String serving = server.docker("exec", APP + "-web-1", "cat", "/version").output();
    assertThat(serving).isEqualTo("v" + (well ? i : i - 1));
  }

  private static String bad(String good, int kind) {
    return switch (kind % KINDS) {
      case 0 -> good.replace("sleep infinity", "sh -c 'exit 3'");
      case 1 -> good.replace("image: debian:trixie-slim", "image: nosuch.invalid/x:1");
      case 2 ->
          good.replace("init: true", "init: true\n    ports: [\"127.0.0.1:" + TAKEN + ":1\"]");
      case 3 -> good.replace("static_response", "no_such_handler");
      default -> good.replace("build: .", "biuld: .");
    };
  }

  /** Counts what a deploy could leave behind. */
  private Map<String, Long> footprint() throws IOException {
    Map<String, Long> found = new TreeMap<>();
    String project = "label=com.docker.compose.project=" + APP;
    found.put("containers", count("ps", "--all", "--quiet", "--filter", project));
    found.put("networks", count("network", "ls", "--quiet", "--filter", project));
    found.put("volumes", count("volume", "ls", "--quiet", "--filter", project));
    String label = "label=kata.app=" + APP;
    found.put("images of the app", count("images", "--quiet", "--filter", label));
    // Of this test: others build on this machine at the same time.
    String dangling = "dangling=true";
    found.put(
        "images without a name",
        count("images", "--quiet", "--filter", dangling, "--filter", "label=" + APP));
    found.put("servers in Caddy", (long) servers());
    found.put("processes", processes());
    for (String place : List.of("app", "releases", "envs", "data", "config", "cache", ".kata")) {
      found.put("files in " + place, files(server.root().resolve(place)));
    }
    try (Stream<Path> logs = Files.list(server.root().resolve("logs/" + APP))) {
      assertThat(logs.count()).isLessThanOrEqualTo(30);
    }
    return found;
  }

  private long count(String... docker) {
    return server.docker(docker).output().lines().distinct().count();
  }

  private int servers() throws IOException {
    String servers = caddy.call("GET", "/config/apps/http/servers", "");
    return new ObjectMapper().readTree(servers).size();
  }

  private long processes() {
    String root = "KATA_ROOT=" + server.root();
    return ProcessHandle.allProcesses()
        .filter(process -> environment(process.pid()).contains(root))
        .count();
  }

  private static String environment(long process) {
    try {
      return Files.readString(Path.of("/proc/" + process + "/environ"));
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  /** Counts the files of the last releases; how git packs their history is its own affair. */
  private static long files(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(file -> !file.toString().contains("/.git/")).count();
    }
  }
}
