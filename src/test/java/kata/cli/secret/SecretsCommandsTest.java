package kata.cli.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kata.CliRunner;
import kata.CliRunner.Ran;
import kata.docker.swarm.SecretValue;
import kata.testing.FakeSwarm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SecretsCommandsTest {
  private static final String CANARY = "c4n4ry";

  @TempDir Path temp;
  private FakeSwarm swarm;
  private CliRunner kata;

  @BeforeEach
  void make() throws IOException {
    swarm = new FakeSwarm();
    kata = new CliRunner(temp).with("DOCKER_HOST", swarm.host());
  }

  @AfterEach
  void close() {
    swarm.close();
  }

  // "src" and "pom.xml" are in the working directory.
  @ParameterizedTest
  @CsvSource({
    "A=b,           b",
    "A=src,         src",
    "A=pom.xml,     pom.xml",
    "B=/,           /",
    "A=a=b=,        a=b=",
    "A==,           =",
    "A=--help,      --help",
    "A=--,          --",
    "A=b@c,         b@c",
    "A=ü€😀,        ü€😀",
    "A=\"x y\",     \"x y\"",
    "A=$HOME ${A},  $HOME ${A}",
    "a.b_c-d=1,     1",
  })
  void what_follows_the_sign_is_the_value(String word, String value) { // fault 72
    Ran ran = kata.run("secrets:set", word);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(swarm.values().values()).containsExactly(value.getBytes(UTF_8));
  }

  @Test
  void a_file_is_read_byte_for_byte() throws IOException { // fault 73
    byte[] bytes = everyByte();
    Path file = Files.write(temp.resolve("key"), bytes);
    assertThat(kata.run("secrets:set", "KEY=@" + file).code()).isZero();
    assertThat(kata.run("secrets:set", "POM=@pom.xml").code()).isZero();
    assertThat(swarm.values().get("KEY")).isEqualTo(bytes);
    assertThat(swarm.values().get("POM")).isEqualTo(Files.readAllBytes(Path.of("pom.xml")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"KEY=-", "KEY"})
  void standard_input_is_read_byte_for_byte(String word) {
    byte[] bytes = everyByte();
    Ran ran = kata.input(bytes).run("secrets:set", word);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(swarm.values().get("KEY")).isEqualTo(bytes);
  }

  @Test
  void a_person_is_asked_for_each_name_and_types_unseen() { // fault 73
    Ran ran = kata.typingUnseen(CANARY, "ü b ").run("secrets:set", "A", "X=1", "B");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).isEqualTo("A: B: ");
    assertThat(swarm.values().get("A")).isEqualTo(CANARY.getBytes(UTF_8));
    assertThat(swarm.values().get("B")).isEqualTo("ü b ".getBytes(UTF_8));
    assertThat(swarm.values()).containsOnlyKeys("A", "X", "B");
  }

  @Test
  void nothing_is_typed_where_it_would_be_seen() {
    Ran ran = kata.typing(CANARY + "\n").run("secrets:set", "A");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("cannot be hidden", "A=-");
    assertThat(swarm.values()).isEmpty();
  }

  @Test
  void nothing_is_made_unless_all_can_be_made() throws IOException { // R-51
    Files.write(temp.resolve("large"), new byte[SecretValue.LIMIT + 1]);
    Files.write(temp.resolve("empty"), new byte[0]);
    for (List<String> bad :
        List.of(
            List.of("3", "B=@" + temp.resolve("large")),
            List.of("3", "B=@" + temp.resolve("empty")),
            List.of("3", "B=@" + temp.resolve("missing")),
            List.of("3", "B=@" + temp),
            List.of("3", "B=@"),
            List.of("3", "B=-"),
            List.of("3", "B="),
            List.of("2", "A=" + CANARY),
            List.of("3", "=" + CANARY),
            List.of("3", "-x=" + CANARY),
            List.of("3", "--name=" + CANARY),
            List.of("3", CANARY + "!"),
            List.of("3", "@" + temp.resolve("large")),
            List.of("3", " B=" + CANARY),
            List.of("3", "b/c=" + CANARY),
            List.of("3", "b.=" + CANARY),
            List.of("3", ".b=" + CANARY),
            List.of("3", "ü=" + CANARY),
            List.of("3", "b".repeat(61) + "=" + CANARY))) {
      Ran ran = kata.run("secrets:set", "A=" + CANARY, bad.get(1));
      assertThat(ran.code()).as("%s: %s", bad, ran.err()).isEqualTo(Integer.parseInt(bad.get(0)));
      assertThat(ran.err() + ran.out()).startsWith("error: ").doesNotContain(CANARY);
      assertThat(swarm.values()).as("%s", bad).isEmpty();
    }
    assertThat(kata.run("secrets:set", "A=-", "B=-").code()).isEqualTo(2);
    assertThat(kata.run("secrets:set", "A", "B=-").err()).contains("'A' and 'B'");
    assertThat(kata.run("secrets:set").code()).isEqualTo(2);
  }

  @Test
  void no_file_of_arguments_is_read() throws IOException {
    Path file = Files.writeString(temp.resolve("f"), "A=" + CANARY);
    Ran ran = kata.run("secrets:set", "@" + file);
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).doesNotContain(CANARY);
    assertThat(swarm.values()).isEmpty();
  }

  @Test
  void a_value_is_in_no_output() { // R-51
    String docker = swarm.host();
    StringBuilder said = new StringBuilder();
    for (String host : List.of(docker, "unix:///no/docker.sock")) {
      kata.with("DOCKER_HOST", host).with("KATA_DEBUG", "1");
      for (String command : List.of("secrets:set", "secrets:sett")) {
        Ran ran = kata.run(command, "A=" + CANARY);
        said.append(ran.out()).append(ran.err());
      }
      said.append(kata.input(CANARY.getBytes(UTF_8)).run("secrets:set", "A=-"));
    }
    said.append(SecretValue.of("A", CANARY.getBytes(UTF_8)));
    assertThat(swarm.values()).isNotEmpty();
    assertThat(said.toString()).contains("rotated A").doesNotContain(CANARY);
  }

  @Test
  void a_second_value_is_the_next_version() { // fault 71
    assertThat(kata.run("secrets:set", "A=1").out()).isEqualTo("created A\n");
    assertThat(kata.run("secrets:set", "A=2", "B=1").out())
        .isEqualTo("rotated A to version 2\ncreated B\n");
    assertThat(swarm.values()).containsOnlyKeys("A", "A.2", "B");
  }

  @Test
  void a_number_that_somebody_else_takes_meanwhile_is_left_to_them() {
    swarm.rival("A");
    swarm.rival("A.2");
    assertThat(kata.run("secrets:set", "A=1").out()).isEqualTo("rotated A to version 3\n");
    assertThat(swarm.values()).containsOnlyKeys("A.3");
  }

  @Test
  void it_gives_up_when_every_number_is_taken_meanwhile() {
    swarm.has("A");
    for (int number = 2; number < 9; number++) {
      swarm.rival("A." + number);
    }
    Ran ran = kata.run("secrets:set", "A=1");
    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.err())
        .startsWith("error: docker could not create the secret A.6: A.6 already exists");
  }

  @Test
  void a_failure_says_what_was_set_before_it() {
    swarm.refuses("C");
    Ran ran = kata.run("secrets:set", "A=" + CANARY, "B=1", "C=" + CANARY, "D=1");
    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.out()).isEqualTo("created A\ncreated B\n");
    assertThat(ran.err())
        .isEqualTo(
            """
            error: docker could not create the secret C: no quorum; already set: A, B
            hint: run the same command again to set all, and to refresh the apps that use them
            """);
  }

  @Test
  void a_secret_that_docker_made_is_the_first_version() {
    swarm.has("A");
    swarm.has("a.2");
    swarm.uses("web", "A");
    Ran ran = kata.run("secrets:set", "A=1");
    assertThat(ran.out()).isEqualTo("rotated A to version 3\n");
    assertThat(ran.err())
        .isEqualTo(
            """
            version 1 of A is still used by web, which kata did not deploy
            """);
    assertThat(swarm.values()).containsOnlyKeys("A.3");
  }

  @Test
  void a_list_names_versions_and_users() {
    Ran ran = kata.run("secrets:ls");
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("there are no secrets\n");
    swarm.has("b");
    swarm.has("A");
    swarm.uses("web", "A");
    swarm.uses("worker", "A");
    assertThat(kata.run("secrets:ls").out())
        .matches(
            """
            NAME   VERSION   CREATED            USED BY
            A      1         2026-01-0. ..:..   web, worker
            b      1         2026-01-0. ..:..
            """);
  }

  @Test
  void what_a_service_uses_stays() {
    swarm.has("A");
    swarm.uses("web", "A");
    Ran used = kata.run("secrets:rm", "A");
    assertThat(used.code()).isEqualTo(3);
    assertThat(used.err()).contains("secret 'A' is used by web");
    Ran unknown = kata.run("secrets:rm", "B");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.err()).contains("there is no secret 'B'");
  }

  @ParameterizedTest
  @CsvSource({
    "inactive, false, docker swarm init",
    "pending,  false, joining",
    "error,    false, has an error",
    "locked,   false, docker swarm unlock",
    "active,   false, worker",
  })
  void without_a_manager_of_a_swarm_it_warns(String word, boolean manager, String said) { // R-38
    swarm.state(word, manager);
    for (List<String> args :
        List.of(List.of("secrets:set", "A"), List.of("secrets:ls"), List.of("secrets:rm", "A"))) {
      Ran ran = kata.typingUnseen("1").run(args.toArray(String[]::new));
      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).matches("warning: .*\n").contains(said);
    }
    assertThat(swarm.values()).isEmpty();
  }

  private static byte[] everyByte() {
    byte[] bytes = new byte[257];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    bytes[256] = '\n';
    return bytes;
  }
}
