package kata.docker.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kata.docker.engine.Containers;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests `run` and `ps` of the built kata file with Compose containers on this machine's Docker. */
@Timeout(300)
final class RunPsIT {
  private static final Path FILE =
      Path.of(System.getProperty("kata.file", "target/kata")).toAbsolutePath();

  @TempDir Path temp;
  private final Containers containers = new Containers();
  private final String app = containers.project;

  @BeforeEach
  void start() {
    start("web", 1, "-p", "127.0.0.1::80");
    start("db", 1);
  }

  @AfterEach
  void clean() {
    containers.close();
  }

  @Test
  void a_command_gets_its_arguments_and_gives_its_status() { // fault 66, fault 68
    assertThat(kata("run", app + "/web", "ls", "-la", "/etc/hostname").output())
        .contains("/etc/hostname");
    assertThat(kata("run", app + "/web", "sh", "-c", "printf '[%s]' \"$@\"; exit 9", "x", "-h", ""))
        .isEqualTo(new Child(9, "[-h][]"));
    assertThat(kata("run", app + "-web-1", "--", "echo", "--", "$HOME", "@x", "a b").output())
        .isEqualTo("-- $HOME @x a b\n");
    assertThat(kata("run", app + "/web", "no-such-program").status()).isIn(126, 127); // by engine
    assertThat(kata("run", app + "/web", "sh", "-c", "kill -9 $$").status()).isEqualTo(137);
    assertThat(kata("docker", "inspect", "no-such-container").status()).isEqualTo(1);
  }

  @Test
  void standard_input_arrives_byte_for_byte_and_without_a_terminal()
      throws IOException { // fault 66
    byte[] bytes = new byte[100_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + i / 256);
    }
    Path input = Files.write(temp.resolve("input"), bytes);
    String sum = kata(input, "run", app + "/db", "sha256sum").output();
    assertThat(sum).isEqualTo(Child.run(temp, Map.of(), List.of("sha256sum"), input).output());
    assertThat(kata(input, "run", app + "/db", "tty")).isEqualTo(new Child(1, "not a tty\n"));
  }

  @Test
  void a_terminal_at_both_ends_gives_the_command_one() { // fault 66
    assertThat(withoutEcho(onTerminal("tty"))).isEqualTo("/dev/pts/0");
    assertThat(withoutEcho(onTerminal("tty | cat"))).isEqualTo("not a tty");
    assertThat(onTerminal("sh -c 'exit 4'").status()).isEqualTo(4);
  }

  /** Removes the NUL that a terminal may echo at the end of its input. */
  private static String withoutEcho(Child child) {
    return child.output().replaceAll("\\^@|\\x00|\b", "").strip();
  }

  @Test
  void a_name_of_two_services_is_refused_and_a_stopped_container_told() {
    assertThat(kata("run", app, "ls"))
        .isEqualTo(
            new Child(
                3,
                "error: '%1$s' matches several services: %1$s/db, %1$s/web%nhint: name one of them, such as %1$s/db%n"
                    .formatted(app)));
    containers.docker("stop", "--time", "0", app + "-db-1");
    assertThat(kata("run", app + "/db", "ls").output())
        .startsWith("error: " + app + "-db-1 is not running: Exited (137)");
    assertThat(kata("run", app + "/nope", "ls").output())
        .startsWith(
            "error: there is no '%1$s/nope'; app '%1$s' has services db, web".formatted(app));
  }

  @Test
  void of_several_copies_the_first_that_runs_is_taken() { // fault 66
    start("web", 2);
    containers.docker("stop", "--time", "0", app + "-web-1");
    String id = containers.docker("inspect", "--format", "{{.Config.Hostname}}", app + "-web-2");
    assertThat(kata("run", app + "/web", "cat", "/etc/hostname").output().strip()).isEqualTo(id);
    assertThat(kata("run", id, "cat", "/etc/hostname").output().strip()).isEqualTo(id);
  }

  @Test
  void containers_and_services_are_shown_but_no_one_off_ones() { // fault 64
    containers.start(
        "web", List.of("--label", "com.docker.compose.oneoff=True"), "sleep", "infinity");
    List<String> shown = kata("ps", app).output().lines().toList();
    assertThat(shown).hasSize(3);
    assertThat(shown.get(0)).matches("SERVICE +CONTAINER +STATE +IMAGE +PORTS");
    assertThat(shown.get(1))
        .matches("%1$s/db +%1$s-db-1 +Up .* %2$s".formatted(app, Containers.IMAGE));
    assertThat(shown.get(2))
        .matches(
            "%1$s/web +%1$s-web-1 +Up .* %2$s +127.0.0.1:\\d+->80/tcp"
                .formatted(app, Containers.IMAGE));
    assertThat(kata("docker:services", app).output().replaceAll(" +", " "))
        .startsWith("NAME REPLICAS IMAGE PORTS\ndb 1/1 " + Containers.IMAGE + "\nweb 1/1 ");
  }

  private void start(String service, int copy, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--name", "%s-%s-%d".formatted(app, service, copy)));
    containers.start(service, all, "sleep", "infinity");
  }

  /** Runs a shell command of the container on a terminal that script(1) provides. */
  private Child onTerminal(String command) {
    String line = "'%s' run %s/web %s".formatted(FILE, app, command);
    List<String> argv = List.of("script", "--quiet", "--return", "--command", line, "/dev/null");
    return Child.run(temp, Map.of("KATA_ROOT", temp.toString()), argv);
  }

  private Child kata(String... words) {
    return kata(Path.of("/dev/null"), words);
  }

  private Child kata(Path input, String... words) {
    List<String> argv = new ArrayList<>(List.of(FILE.toString()));
    argv.addAll(List.of(words));
    return Child.run(temp, Map.of("KATA_ROOT", temp.toString()), argv, input);
  }
}
