package kata.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kata.cli.ExitCode;
import kata.compose.Shop;
import kata.error.KataException;
import kata.testing.Samples;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlReaderTest {
  private static final String BASES = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\n";

  @Test
  void everything_knows_its_line_and_column() {
    Mapping root = (Mapping) YamlReader.read("f.yaml", "a: 1\nbé:\n  - x\n  - {k: 'v'}\n");
    assertThat(root.mark()).hasToString("f.yaml:1:1");
    assertThat(root.members().values())
        .map(member -> member.key().mark().toString())
        .containsExactly("f.yaml:1:1", "f.yaml:2:1");
    Sequence list = (Sequence) root.get("bé").orElseThrow();
    assertThat(list.mark()).hasToString("f.yaml:3:3");
    assertThat(list.items().get(0).mark()).hasToString("f.yaml:3:5");
    assertThat(((Mapping) list.items().get(1)).get("k").orElseThrow().mark())
        .hasToString("f.yaml:4:9");
  }

  @Test
  void scalars_keep_their_text_and_whether_they_stood_plain() {
    assertThat(
            show(
                "{a: 0440, b: '0440', c: \"0440\", d: !!str 0440, e: ! 0440, f: !!int 0440,"
                    + " g: , h: ''}"))
        .isEqualTo("{a=0440, b='0440', c='0440', d='0440', e='0440', f=0440, g=, h=''}");
    assertThat(show("a: |\n  x\n  y\nb: >-\n  x\n  y\nc: x\n  y\n"))
        .isEqualTo("{a='x\ny\n', b='x y', c=x y}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'a: 1\nb: 2\na: 3' -> f.yaml:3:1: 'a' is defined twice; first in line 1",
        "'{a: 1, \"a\": 2}' -> f.yaml:1:8: 'a' is defined twice; first in line 1",
        "'x:\n  k:\n  k:' -> f.yaml:3:3: 'k' is defined twice; first in line 2",
        "'&a k: 1\nb: 2\n*a : 3' -> f.yaml:3:1: 'k' is defined twice; first in line 1",
      })
  void a_duplicate_key_is_refused_naming_both_lines(String text, String message) {
    assertThat(refusal(text)).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'c: {<<: *a}' -> {x=1, y=2}",
        "'c:\n  <<: [*b, *a]' -> {y=3, z=4, x=1}",
        "'c:\n  <<: [*a, *b]\n  y: 9' -> {y=9, x=1, z=4}",
        "'c:\n  y: 9\n  <<: *a' -> {y=9, x=1}",
        "'c:\n  <<: {q: 5}\n  r: 6' -> {r=6, q=5}",
        "'c:\n  <<: [{q: 5}, *a]' -> {q=5, x=1, y=2}",
        "'c: {<<: {<<: *a, x: 7}}' -> {x=7, y=2}",
        "'c: {<<: []}' -> {}",
        "'c: {\"<<\": 1}' -> {<<=1}",
      })
  void merge_keys_give_what_the_mapping_does_not_set_itself(String text, String merged) {
    Mapping root = (Mapping) YamlReader.read("f.yaml", BASES + text);
    assertThat(show(root.get("c").orElseThrow())).isEqualTo(merged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'c: {<<: }' -> 3:8: << takes a mapping or a list of mappings",
        "'c: {<<: null}' -> 3:9: << takes a mapping or a list of mappings",
        "'c: {<<: text}' -> 3:9: << takes a mapping or a list of mappings",
        "'c: {<<: [*a, 1]}' -> 3:14: << takes a mapping or a list of mappings",
        "'c:\n  <<: *a\n  <<: *b' -> 5:3: a second << in one mapping",
        "'c: {<<: *c}' -> 3:9: there is no anchor 'c' before here",
      })
  void a_merge_that_means_nothing_is_refused(String text, String message) {
    assertThat(refusal(BASES + text)).hasMessage("f.yaml:" + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'a: *nobody' -> f.yaml:1:4: there is no anchor 'nobody' before here",
        "'a: *late\nb: &late 1' -> f.yaml:1:4: there is no anchor 'late' before here",
        "'&r [*r]' -> f.yaml:1:5: there is no anchor 'r' before here",
        "'&r {a: {b: *r}}' -> f.yaml:1:12: there is no anchor 'r' before here",
      })
  void an_alias_needs_an_anchor_that_is_complete(String text, String message) {
    assertThat(refusal(text)).hasMessage(message);
  }

  @Test
  void an_anchor_may_be_given_again() {
    assertThat(show("[&a 1, *a, &a 2, *a]")).isEqualTo("[1, 1, 2, 2]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: !reset null",
        "a: !override [1]",
        "a: !mine {}",
        "a: !!binary aGk=",
        "a: !!timestamp 2024-01-02",
        "a: !!set {x}",
        "a: !<tag:example.com,2000:x> y",
      })
  void an_unknown_tag_is_refused(String text) {
    assertThat(refusal(text))
        .hasMessageStartingWith("f.yaml:1:4: kata does not know the tag '")
        .extracting(KataException::hint)
        .isEqualTo("remove it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'a: 1\n---\nb: 2' -> f.yaml:2:1: a second document begins here",
        "'--- a\n...\n---\n' -> f.yaml:3:1: a second document begins here",
        "'' -> f.yaml:1:1: the file is empty",
        "'# only\n\n' -> f.yaml:3:1: the file is empty",
      })
  void there_is_exactly_one_document(String text, String message) {
    assertThat(refusal(text)).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"---\na: 1\n", "a: 1\n...\n", "a: 1\r\n", "\uFEFFa: 1\n", "%YAML 1.2\n--- {a: 1}"})
  void document_marks_windows_lines_and_a_byte_order_mark_are_fine(String text) {
    assertThat(show(text)).isEqualTo("{a=1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"? [a, b]\n: 1\n", "{[a]: 1}", "? {a: b}\n: 1\n", "a: &m {x: 1}\n*m : 2\n"})
  void a_key_is_text(String text) {
    assertThat(refusal(text)).hasMessageContaining("a key must be text, not a list or a mapping");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'a: [1' -> f.yaml:1:6: not valid YAML: ",
        "'a: b: c' -> f.yaml:1:5: not valid YAML: ",
        "'a:\n\t- b' -> f.yaml:2:1: not valid YAML: ",
        "'a: \"x' -> f.yaml:1:6: not valid YAML: ",
        "'a: @x' -> f.yaml:1:4: not valid YAML: ",
      })
  void broken_yaml_is_refused_with_its_place(String text, String message) {
    assertThat(refusal(text)).hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!)%5",
        "!<%",
        "%",
        "%YAML 9.9\n---\n",
        "\0",
        "a: \u0007",
        "\ud800",
        "&",
        "*",
        "!"
      })
  void whatever_the_engine_does_the_answer_is_a_refusal_or_a_document(String text) {
    assertThatCode(() -> attempt(text)).doesNotThrowAnyException();
  }

  @Test
  void random_pieces_of_yaml_are_read_or_refused() {
    Samples.check(
        3000,
        random ->
            attempt(
                Samples.text(
                    random, 25, "a", ": ", "\n", "  ", "- ", "[", "]", "{", "}", ", ", "&a ", "*a",
                    "!", "!!str ", "%", "'", "\"", "|", ">", "<<: ", "? ", "#", "---\n", "\t", "\\",
                    "0x", "é", "\u0085", "...\n", ")", "5")));
  }

  @Test
  void a_file_has_up_to_256_kib() {
    String most = "a: " + "x".repeat(256 * 1024 - 3);
    assertThatCode(() -> YamlReader.read("f.yaml", most)).doesNotThrowAnyException();
    assertThat(refusal(most + "x")).hasMessage("f.yaml:1:1: the file is larger than 256 KiB");
  }

  @Test
  void there_are_up_to_50_levels() {
    assertThatCode(() -> YamlReader.read("f", "[".repeat(51) + "]".repeat(51)))
        .doesNotThrowAnyException();
    assertThat(refusal("[".repeat(52) + "]".repeat(52)))
        .hasMessage("f.yaml:1:52: nested deeper than 50 levels");
    assertThat(refusal("{a: ".repeat(52) + "}".repeat(52)))
        .hasMessageEndingWith("nested deeper than 50 levels");
    assertThat(refusal("[".repeat(5000))).hasMessageEndingWith("nested deeper than 50 levels");
    assertThat(refusal("- ".repeat(5000))).hasMessageEndingWith("nested deeper than 50 levels");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 52; i++) {
      lines.add(" ".repeat(i) + "a:");
    }
    assertThat(refusal(String.join("\n", lines)))
        .hasMessageEndingWith("nested deeper than 50 levels");
  }

  @Test
  void there_are_up_to_1000_aliases_merges_included() {
    assertThatCode(() -> YamlReader.read("f", aliases(1000))).doesNotThrowAnyException();
    assertThat(refusal(aliases(1001))).hasMessage("f.yaml:1003:3: more than 1000 aliases");
    String merges = BASES + "l:\n" + "- <<: *a\n".repeat(1001);
    assertThat(refusal(merges)).hasMessageEndingWith("more than 1000 aliases");
  }

  private static String aliases(int count) {
    return "a: &a 1\nl:\n" + "- *a\n".repeat(count);
  }

  @Test
  void aliases_of_aliases_cannot_grow_without_bound() {
    StringBuilder bomb =
        new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i <= 6; i++) {
      String uses = ("*a" + (i - 1) + ", ").repeat(9);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, uses));
    }
    assertThat(refusal(bomb.toString()))
        .hasMessageEndingWith("too large once its aliases are expanded");
    String texts = "a: &a " + "x".repeat(100_000) + "\nl:\n" + "- *a\n".repeat(50);
    assertThat(refusal(texts)).hasMessageEndingWith("too large once its aliases are expanded");
  }

  private static void attempt(String text) {
    try {
      assertThat(YamlReader.read("f.yaml", text)).isNotNull();
    } catch (KataException e) {
      assertThat(e.message()).matches("(?s)f\\.yaml:[0-9]+:[0-9]+: .+");
    }
  }

  private static KataException refusal(String text) {
    KataException refused = Shop.refusal(() -> YamlReader.read("f.yaml", text));
    assertThat(ExitCode.of(refused)).isEqualTo(ExitCode.REFUSED);
    return refused;
  }

  private static String show(String text) {
    return show(YamlReader.read("f.yaml", text));
  }

  private static String show(Yaml yaml) {
    if (yaml instanceof Scalar scalar) {
      return scalar.plain() ? scalar.text() : "'" + scalar.text() + "'";
    }
    if (yaml instanceof Sequence list) {
      return list.items().stream().map(YamlReaderTest::show).toList().toString();
    }
    return ((Mapping) yaml)
        .members().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + show(entry.getValue().value()))
            .collect(Collectors.joining(", ", "{", "}"));
  }
}
