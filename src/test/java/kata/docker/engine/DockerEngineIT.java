package kata.docker.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kata.cli.ExitCode;
import kata.error.KataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the engine against this machine's Docker. */
@Timeout(180)
final class DockerEngineIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Containers containers = new Containers();
  private final DockerEngine engine = new DockerEngine(new DockerApi(Containers.SOCKET));

  @AfterEach
  void clean() {
    containers.close();
  }

  @Test
  void it_tells_its_version() {
    assertThat(engine.version())
        .isEqualTo(containers.docker("version", "-f", "{{.Server.Version}}"));
  }

  @Test
  void values_reach_a_container_as_they_are() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("BCRYPT", "$2y$10$abcdefghijklmnopqrstuv./ABCDEFGHIJKLMNOPQRSTUVWXYZ01234");
    env.put("QUOTES", "'one' \"two\" `three` \\");
    env.put("LINES", "one\ntwo\r\n\tthree\n");
    env.put("UNICODE", "ü € 日本 😀");
    env.put("DOLLARS", "$HOME ${PATH} $$ $(id)");
    env.put("EQUALS", "a=b=c");
    env.put("EMPTY", "");
    env.put("SPACES", "  x  ");
    List<String> wanted = new ArrayList<>();
    env.forEach(
        (name, value) -> wanted.add(name + " " + HexFormat.of().formatHex(value.getBytes(UTF_8))));
    String script =
        "foreach (@ARGV) { print \"$_ \", exists $ENV{$_} ? unpack('H*', $ENV{$_}) : '-', \"\\n\" }";
    List<String> command = new ArrayList<>(List.of("perl", "-e", script));
    command.addAll(env.keySet());
    List<String> lines = new ArrayList<>();
    assertThat(engine.run(once(command, env), LIMIT, lines::add)).isZero();
    assertThat(lines)
        .containsExactlyElementsOf(wanted.stream().map(String::stripTrailing).toList());
  }

  @Test
  void arguments_user_folder_and_mounts_are_those_asked_for(@TempDir Path temp) throws Exception {
    Files.writeString(temp.resolve("file"), "mounted");
    OneOff container =
        new OneOff(
            name(),
            Containers.IMAGE,
            List.of(
                "sh",
                "-c",
                // with a line end: engine 20.10 sometimes drops a last line without one
                "id -u; id -g; pwd; cat /m/file; echo; printf '%s.' \"$@\"; echo",
                "x",
                "a b",
                "$(id)",
                "*"),
            Map.of(),
            List.of(temp + ":/m"),
            "0:4321",
            "/var/tmp");
    List<String> lines = new ArrayList<>();
    assertThat(engine.run(container, LIMIT, lines::add)).isZero();
    assertThat(lines).containsExactly("0", "4321", "/var/tmp", "mounted", "a b.$(id).*.");
  }

  @Test
  void lines_come_while_it_runs_and_its_status_at_the_end() {
    List<String> lines = new ArrayList<>();
    List<Instant> times = new ArrayList<>();
    OneOff container =
        once(List.of("sh", "-c", "echo one; sleep 2; echo two >&2; echo three; exit 7"), Map.of());
    int status =
        engine.run(
            container,
            LIMIT,
            line -> {
              lines.add(line);
              times.add(Instant.now());
            });
    assertThat(status).isEqualTo(7);
    assertThat(lines).containsExactlyInAnyOrder("one", "two", "three").startsWith("one");
    assertThat(Duration.between(times.get(0), times.get(1))).isGreaterThan(Duration.ofMillis(900));
    assertGone();
  }

  @Test
  void one_that_takes_too_long_is_stopped_and_removed() {
    OneOff container = once(List.of("sleep", "300"), Map.of());
    assertThatThrownBy(() -> engine.run(container, Duration.ofSeconds(1), line -> {}))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.DOCKER))
        .hasMessageContaining("container %s did not exit".formatted(name()));
    assertGone();
  }

  @Test
  void one_left_over_from_an_interrupted_run_makes_way() {
    containers.start("left", List.of("--name", name()), "sleep", "300");
    assertThat(engine.run(once(List.of("true"), Map.of()), LIMIT, line -> {})).isZero();
    assertGone();
  }

  @Test
  void a_command_that_is_not_there_is_told_and_leaves_nothing() {
    OneOff container = once(List.of("no-such-command"), Map.of());
    assertThatThrownBy(() -> engine.run(container, LIMIT, line -> {}))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.DOCKER))
        .hasMessageContaining("no-such-command");
    assertGone();
  }

  @Test
  void an_image_is_known_by_its_whole_name_only() { // fault 36
    String longer = "acme/" + containers.project + "/python-extra:latest";
    containers.docker("tag", Containers.IMAGE, longer);
    try {
      assertThat(engine.imageId(longer)).isPresent();
      assertThat(engine.imageId(containers.project + "/python")).isEmpty();
      assertThat(engine.imageId(containers.project + "/python-extra:latest")).isEmpty();
      assertThat(engine.imageId("acme/" + containers.project + "/python-extra:other")).isEmpty();
      assertThat(engine.imageId("acme/" + containers.project + "/python-extr:latest")).isEmpty();
    } finally {
      containers.docker("rmi", longer);
    }
  }

  @Test
  void removing_a_project_removes_that_project_only() { // R-30, fault 60
    List<String> projects =
        List.of(containers.project, containers.project + "-b", containers.project + "_b");
    for (String project : projects) {
      containers.network(project);
      containers.start(project, "web", List.of("--network", project), "sleep", "300");
      containers.start(project, "done", List.of(), "true");
    }
    assertThat(engine.runningProjects()).containsAll(projects);

    engine.removeProject(projects.get(0), false);
    assertThat(containers.left(projects.get(0))).containsExactly("volume " + projects.get(0));
    for (String other : projects.subList(1, 3)) {
      assertThat(containers.left(other)).hasSize(4);
      assertThat(engine.containers(other)).hasSize(2);
    }
    assertThat(engine.runningProjects())
        .doesNotContain(projects.get(0))
        .containsAll(projects.subList(1, 3));

    engine.removeProject(projects.get(1), true);
    assertThat(containers.left(projects.get(1))).isEmpty();
    assertThat(containers.left(projects.get(2))).hasSize(4);
    engine.removeProject(projects.get(1), true);
  }

  @Test
  void a_container_is_seen_as_it_is_and_by_its_last_lines() {
    String id = containers.start("web", List.of(), "sh", "-c", "seq 1 20; echo end >&2; exit 3");
    containers.docker("wait", id);
    ContainerState state = engine.containers(containers.project).get(0);
    assertThat(state.id()).isEqualTo(id);
    assertThat(state.service()).isEqualTo("web");
    assertThat(state.status()).isEqualTo("exited");
    assertThat(state.exitCode()).isEqualTo(3);
    assertThat(state.health()).isEmpty();
    // Docker does not preserve the order between the two streams.
    assertThat(engine.lastLines(id, 3)).hasSize(3);
    assertThat(engine.lastLines(id, 100)).hasSize(21).contains("1", "20", "end");
  }

  @Test
  void one_off_containers_of_compose_are_no_part_of_an_app() {
    containers.start("web", List.of("--label", "com.docker.compose.oneoff=True"), "sleep", "300");
    assertThat(engine.containers(containers.project)).isEmpty();
  }

  @Test
  void a_socket_where_nobody_is_is_told(@TempDir Path temp) {
    String nowhere = "unix://" + temp.resolve("no.sock");
    assertThatThrownBy(() -> new DockerEngine(new DockerApi(nowhere)).version())
        .isInstanceOfSatisfying(
            KataException.class,
            e -> {
              assertThat(ExitCode.of(e)).isEqualTo(ExitCode.DOCKER);
              assertThat(e.hint()).contains("docker group");
            })
        .hasMessageStartingWith("cannot reach docker at " + nowhere);
  }

  private String name() {
    return "kata-install-" + containers.project;
  }

  private OneOff once(List<String> command, Map<String, String> env) {
    return new OneOff(name(), Containers.IMAGE, command, env, List.of(), "1234:1234", "/tmp");
  }

  private void assertGone() {
    assertThat(containers.docker("ps", "-aq", "--filter", "name=" + name())).isEmpty();
  }
}
