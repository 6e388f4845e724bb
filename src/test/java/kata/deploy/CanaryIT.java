package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kata.testing.Child;
import kata.testing.ProcessWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * An app whose ENV holds texts that occur nowhere else lives its whole life, and afterwards they
 * are looked for everywhere. Not kata's to keep are what an app itself prints, {@code
 * config:docker}, which is asked for the file with the values, and what Caddy says of a value that
 * its section uses for an address: an invalid port cannot be reported without it.
 */
@ResourceLock("the images of runtimes on this machine")
final class CanaryIT {
  private static final String APP = "it-checks-canary";
  private static final String BASE = "kata-it/stand-ins:canary";
  private static final String LATEST = "kata/python:latest";
  private static final String CANARY = "CaNaRy"; // with a number, in every value
  private static final String ENV =
      """
      PLAIN=CaNaRy1
      export QUOTED='CaNaRy2 $x "y"'
      TWO="first
      CaNaRy3"
      DOLLAR=a$CaNaRy4$$
      USER_HASH='$2a$14$CaNaRy5'
      """;
  private static final String COMPOSE =
      """
      services:
        web:
          runtime: python
          init: true
          environment: {OWN: "$PLAIN and $QUOTED"}
        db:
          image: debian:trixie-slim
          init: true
          command: sleep infinity
      """;
  private static final String CADDY =
      """
      caddy:
        listen: [":18211"]
        routes:
          - handle: [{handler: %s, body: "$USER_HASH"}]
      """;

  @TempDir Path folder;
  private final Map<String, String> told = new LinkedHashMap<>();
  private Set<String> images;
  private String latest;
  private KataServer server;
  private Process caddy;
  private Path env;

  @BeforeEach
  void start() throws IOException {
    docker("build", "--quiet", "--tag", BASE, "src/test/resources/stand-ins");
    images = runtimeImages();
    latest = docker("images", "--quiet", "--no-trunc", LATEST).strip();
    Path config = folder.resolve("caddy.json");
    Files.writeString(config, "{\"admin\":{\"listen\":\"localhost:18210\"}}");
    ProcessBuilder builder = new ProcessBuilder("caddy", "run", "--config", config.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    builder.environment().put("XDG_DATA_HOME", folder.resolve("xdg").toString());
    caddy =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
    server = new KataServer(folder.resolve("kata"), "localhost:18210");
    Path settings = Files.createDirectories(server.root().resolve(".kata"));
    Files.writeString(settings.resolve("settings.env"), "KATA_BASE_IMAGE=" + BASE + "\n");
    env = Files.createDirectories(server.root().resolve("config").resolve(APP)).resolve("ENV");
    Files.writeString(env, ENV);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    caddy.destroy();
    Set<String> made = runtimeImages();
    made.removeAll(images);
    made.forEach(image -> docker("rmi", "--force", image));
    docker("rmi", "--force", BASE);
    if (!latest.isEmpty()) {
      docker("tag", latest, LATEST);
    }
  }

  @Test
  void a_value_of_an_app_is_told_nowhere() throws Exception {
    try (ProcessWatch watch = ProcessWatch.of(CANARY)) {
      Path repository = server.repository("w", COMPOSE + CADDY.formatted("static_response"));
      server.commit(repository, "requirements.txt", "flask==3.1\n");
      push("good", repository, true);
      assertThat(server.docker("exec", APP + "-web-1", "env").output()).contains("CaNaRy1 and");
      lookAround();
      for (String words : List.of("restart", "releases", "config:stack", "ps", "ls")) {
        kata(words.equals("ls") ? new String[] {words} : new String[] {words, APP});
      }
      kata("run", APP + "/db", "true");
      kata("rollback", APP);

      server.commit(repository, "kata-compose.yaml", COMPOSE + CADDY.formatted("no_such"));
      push("a section that Caddy refuses", repository, false);
      server.commit(
          repository, "kata-compose.yaml", COMPOSE.replace("sleep infinity", "sh -c 'exit 3'"));
      push("a crash", repository, false);
      server.commit(repository, "kata-compose.yaml", COMPOSE);
      server.commit(repository, "requirements.txt", "no-such-package\n");
      push("a failed install", repository, false);
      Files.writeString(env, ENV + "no variable CaNaRy6\n");
      push("a line that is none", repository, false);
      Files.writeString(env, ENV + "OPEN='CaNaRy7\n");
      kata("restart", APP);
      Files.writeString(env, ENV);
      lookAround();
      kata("stop", APP);
      kata("rm", "-f", APP);
      lookAround();

      assertThat(told).hasSizeGreaterThan(12);
      told.forEach((what, output) -> assertThat(output).as(what).doesNotContain(CANARY));
      assertThat(watch.looks()).isGreaterThan(100);
      assertThat(watch.found()).isEmpty();
    }
  }

  private void push(String what, Path repository, boolean good) throws IOException {
    server.git(repository, "commit", "--quiet", "--allow-empty", "--message", what);
    Child push = server.push(repository, APP, "main");
    assertThat(push.ok()).as(what + ": " + push.output()).isEqualTo(good);
    told.put(what, push.output());
  }

  private void kata(String... words) {
    told.put(told.size() + ": kata " + List.of(words), server.kata(words).output());
  }

  /** Looks at files, their names, and what Docker shows of containers to whoever lists them. */
  private void lookAround() throws IOException {
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files = Files.walk(server.root())) {
      for (Path file : files.toList()) {
        if (file.toString().contains(CANARY) || isOpen(file)) {
          wrong.add(file.toString());
        }
      }
    }
    assertThat(wrong).isEmpty();
    for (String id : docker("ps", "--all", "--quiet", "--filter", "name=" + APP).lines().toList()) {
      assertThat(
              docker(
                  "inspect",
                  id,
                  "--format",
                  "{{json .Config.Labels}} {{.Path}} {{json .Args}} {{json .Config.Healthcheck}}"))
          .doesNotContain(CANARY);
    }
    assertThat(docker("history", "--no-trunc", LATEST)).doesNotContain(CANARY);
  }

  /** Returns whether a file that others than its owner may read contains a value. */
  private boolean isOpen(Path file) throws IOException {
    boolean operators = file.startsWith(env.resolveSibling(""));
    boolean standInsNotes = file.endsWith("seen"); // the pip of the tests writes down what it sees
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || operators || standInsNotes) {
      return false;
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return text.contains(CANARY)
        && !PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).equals("rw-------");
  }

  private static Set<String> runtimeImages() {
    return docker("images", "--format", "{{.Repository}}:{{.Tag}}", "kata/python")
        .lines()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String docker(String... arguments) {
    List<String> argv = Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList();
    Child child = Child.run(Path.of("").toAbsolutePath(), Map.of(), argv);
    assertThat(child.ok()).as(child.output()).isTrue();
    return child.output();
  }
}
