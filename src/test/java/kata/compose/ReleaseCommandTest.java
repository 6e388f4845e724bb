package kata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kata.cli.ExitCode;
import kata.compose.ComposeGenerator.Generated;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReleaseCommandTest {
  private static final String WEB = "services: {web: {runtime: python}}\n";
  private static final String ENV = "ARGS=two words\nCOMMAND=python migrate.py\nQUOTE=\"'\"\n";

  static Stream<Arguments> commands() {
    return Stream.of(
        command("python manage.py migrate", "python", "manage.py", "migrate"),
        command("run \"two words\" a\\ b 'c\"d'", "run", "two words", "a b", "c\"d"),
        command("|\n  run \\\n    one\n  two\n", "run", "one", "two"),
        command("run * ~ $(id) a;b", "run", "*", "~", "$(id)", "a;b"),
        command("'run ''a && b'''", "run", "a && b"),
        command("true", "true"),
        command("[run, two words, 'a\\b', \"\"]", "run", "two words", "a\\b", ""),
        command("[run, 5, yes, 1.10, 0755]", "run", "5", "yes", "1.10", "0755"),
        command("[sh, -c, one && two | three]", "sh", "-c", "one && two | three"));
  }

  static Stream<Arguments> commandsWithVariables() {
    return Stream.of(
        command("run $ARGS \"$ARGS\"", "run", "two", "words", "two words"),
        command("[run, $ARGS]", "run", "two words"),
        command("$COMMAND --fake", "python", "migrate.py", "--fake"),
        command("run ${NONE:-x} ${ARGS:+y} $$HOME", "run", "x", "y", "$HOME"),
        command("run ${ARGS:?it's needed}", "run", "two", "words"),
        command("run $NONE end", "run", "end"),
        command("[run, $NONE, end]", "run", "", "end"));
  }

  private static Arguments command(String value, String... words) {
    return Arguments.of(value, List.of(words));
  }

  @ParameterizedTest
  @MethodSource({"commands", "commandsWithVariables"})
  void a_string_is_split_like_command_and_a_list_has_one_word_an_item(
      String value, List<String> words) {
    KataFile file = Shop.read(WEB + "x-kata-release: " + value);
    ReleaseCommand release = file.release().orElseThrow();
    assertThat(release.service()).isEqualTo("web");
    assertThat(release.mark()).hasToString("kata-compose.yaml:2:1");
    assertThat(release.words(Shop.env(file, ENV, new ArrayList<>()))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        " -> 2:16: x-kata-release is empty",
        "~ -> 2:17: x-kata-release is empty",
        "'' -> 2:17: x-kata-release is empty",
        "\" \\t\\n\" -> 2:17: x-kata-release is empty",
        "'\"\" run' -> 2:17: x-kata-release is empty",
        "[] -> 2:17: x-kata-release is empty",
        "[''] -> 2:17: x-kata-release is empty",
        "{a: b} -> 2:17: x-kata-release must be a command, or a list of its words",
        "[run, [a]] -> 2:23: x-kata-release must be a command, or a list of its words",
        "[run, ~] -> 2:23: x-kata-release must be a command, or a list of its words",
        "run 'a -> 2:17: x-kata-release has a quote ' that does not end",
        "run \"a -> 2:17: x-kata-release has a quote \" that does not end",
        "run a\\ -> 2:17: x-kata-release has a backslash at its end",
        "\"run \\0\" -> 2:17: x-kata-release contains a NUL",
        "[run, \"\\0\"] -> 2:17: x-kata-release contains a NUL",
        "one && two -> 2:17: x-kata-release has '&&', but it runs without a shell",
        "one > file -> 2:17: x-kata-release has '>', but it runs without a shell",
        "one; two -> 2:17: x-kata-release has 'one;', but it runs without a shell",
        "one ; two -> 2:17: x-kata-release has ';', but it runs without a shell",
      })
  void what_is_no_command_is_refused_with_its_place(String value, String message) {
    KataException refused =
        Shop.refusal(() -> Shop.read(WEB + "x-kata-release: " + (value == null ? "" : value)));
    assertThat(refused).hasMessage("kata-compose.yaml:" + message);
    assertThat(ExitCode.of(refused)).isEqualTo(ExitCode.REFUSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "$NONE -> x-kata-release is empty",
        "[$NONE] -> x-kata-release is empty",
        "run $QUOTE -> x-kata-release has a quote ' that does not end",
        "${NONE:?why} -> why",
        "run ${NONE -> ",
      })
  void what_variables_make_of_it_is_checked_when_the_file_is_generated(
      String value, String message) {
    KataException refused =
        Shop.refusal(() -> Shop.generate(WEB + "x-kata-release: " + value, ENV));
    assertThat(refused)
        .hasMessageStartingWith("kata-compose.yaml:2:")
        .hasMessageContaining(message == null ? "" : message);
  }

  @Test
  void a_variable_that_is_not_set_is_warned_of_once() {
    assertThat(Shop.generate(WEB + "x-kata-release: run $NONE").warnings())
        .containsExactly("kata-compose.yaml:2:17: NONE is not set, so it is empty");
  }

  @Test
  void compose_does_not_see_it() {
    String service = "services: {web: {runtime: python, x-kata-release: run}}";
    String with = Shop.generate(WEB + "x-kata-release: run").text();
    assertThat(with).isEqualTo(Shop.generate(WEB).text()).doesNotContain("x-kata");
    assertThat(Shop.generate(service).text()).isEqualTo(with);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'db: {image: x}, web: {runtime: python}, other: {runtime: nodejs}' -> web",
        "'db: {image: x}, web: {build: .}, other: {runtime: python}' -> web",
        "'a: {image: x, volumes: [data:/data]}, b: {image: x, volumes: [app:/code:ro]}' -> b",
        "'a: {image: x, volumes: [/app]}, b: {image: x, volumes: [venv:/venv]}' -> b",
        "'a: {image: x, volumes: [{type: bind, source: app, target: /a}]},"
            + " b: {image: x, volumes: [{type: volume, source: app, target: /a}]}' -> b",
        "'tool: {build: ., profiles: [tools]}, web: {build: .}' -> web",
      })
  void at_the_top_level_it_belongs_to_the_first_service_with_the_code(
      String services, String service) {
    KataFile file = Shop.read("x-kata-release: run\nservices: {%s}".formatted(services));
    assertThat(file.release()).map(ReleaseCommand::service).contains(service);
  }

  @Test
  void the_services_with_the_code_are_those_with_the_label_of_the_revision() {
    String text =
        """
        x-kata-release: run
        services:
          a: {image: x, volumes: ["app:/code"]}
          b: {image: x, volumes: ["venv:/venv"]}
          c: {image: x, volumes: [{type: volume, source: venv, target: /v}]}
          d: {runtime: python}
        volumes: {app: }
        """;
    Generated generated = Shop.generate(text);
    assertThat(Shop.has(generated, "services.a.labels")).isFalse();
    assertThat(Shop.has(generated, "services.b.labels")).isTrue();
    assertThat(Shop.has(generated, "services.c.labels")).isTrue();
    assertThat(Shop.has(generated, "services.d.labels")).isTrue();
    assertThat(Shop.read(text).release()).map(ReleaseCommand::service).contains("b");
  }

  @Test
  void in_a_service_it_belongs_to_that_service() {
    KataFile file =
        Shop.read("services: {web: {runtime: python}, db: {image: x, x-kata-release: run}}");
    assertThat(file.release()).map(ReleaseCommand::service).contains("db");
    assertThat(file.release()).map(one -> one.mark().toString()).contains("kata-compose.yaml:1:51");
    assertThat(Shop.read(WEB).release()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"services: {db: {image: x}}", "caddy: {listen: []}", "include: [a.yaml]"})
  void at_the_top_level_it_needs_a_service_with_the_code(String rest) {
    KataException refused = Shop.refusal(() -> Shop.read("x-kata-release: run\n" + rest));
    assertThat(refused)
        .hasMessage("kata-compose.yaml:1:1: no service with the app's code can run x-kata-release");
    assertThat(refused.hint()).isEqualTo("move it into the service that is to run it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'x-kata-release: a\nservices: {web: {build: ., x-kata-release: b}}' -> 2:28, 1:1",
        "'services: {a: {build: ., x-kata-release: a}, b: {build: ., x-kata-release: b}}'"
            + " -> 1:60, 1:26",
      })
  void two_in_a_file_are_refused_with_both_places(String text, String places) {
    String[] marks = places.split(", ", 2);
    assertThat(Shop.refusal(() -> Shop.read(text)))
        .hasMessage(
            "kata-compose.yaml:%s: x-kata-release is here and at kata-compose.yaml:%s"
                .formatted(marks[0], marks[1]));
  }
}
