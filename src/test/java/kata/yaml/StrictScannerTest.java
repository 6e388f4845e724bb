package kata.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import kata.cli.ExitCode;
import kata.compose.Shop;
import kata.error.KataException;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictScannerTest {
  private static final int MOST = 256 * 1024;

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "`a: \"v\"# c` -> 1:7",
        "`a: 'v'# c` -> 1:7",
        "`a: [v]# c` -> 1:7",
        "`a: {v: }# c` -> 1:9",
        "`a: [v,# c\n  w]` -> 1:7",
        "`a: [# c\n  w]` -> 1:5",
        "`a: ['v'# c\n  ]` -> 1:8",
        "`a: {'v':# c\n  w}` -> 1:9",
        "`a: b # c\r\nd:\r\n  - 'v'# c\r\n` -> 3:8",
        "`é: '😀'# c` -> 1:7",
        "`\uFEFFa: 'v'# c` -> 1:7",
      })
  void a_comment_needs_a_space_before_it(String text, String place) {
    KataException refused = refusal(text);
    assertThat(refused).hasMessage("f:" + place + ": a comment needs a space before it");
    assertThat(refused.hint()).isEqualTo("put a space before the #");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 'v' # c",
        "a: 'v'\t# c",
        "a: [v] # c",
        "a: [ # c\n  v, # c\n# c\n  w # c\n  ] # c",
        "#c\na: v #c\n#c",
        "a: |\n  v\n#c",
        "a: |\n  v\n #c\n",
        "a: | #c\n  v#c\n",
        "a: v#c",
        "a: [v#c, '#', \"v#\", #c\n  '#c\n  #c']",
        "a: '\n  #c'",
        "a: &x#c v\nb: *x#c\n",
        "a: 'v' # c\r\n# c\r\nb: [ # c\r\n  w]\r\n",
      })
  void a_comment_with_a_space_and_text_with_a_hash_are_fine(String text) {
    assertThatCode(() -> YamlReader.read("f", text)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "`a: [b,\nc]` -> 2:1 -> brackets -> 2",
        "`a: [b\n, c]` -> 2:1 -> brackets -> 2",
        "`a: [b\nc]` -> 2:1 -> brackets -> 2",
        "`a: {b: 1,\n\tc: 2}` -> 2:1 -> brackets -> 2",
        "`a: {b: 1,\r\n\r\nc: 2}` -> 3:1 -> brackets -> 2",
        "`a: [\n  b,\n# c\n&x c]` -> 4:1 -> brackets -> 2",
        "`a: [\n  'b\nc']` -> 3:1 -> brackets -> 2",
        "`s:\n  a: [\n  b\n  ]` -> 3:3 -> brackets -> 4",
        "`s:\n- [\nb]` -> 3:1 -> brackets -> 2",
        "`- - [b,\n  c]` -> 2:3 -> brackets -> 4",
        "`- a: [\n  b]` -> 2:3 -> brackets -> 4",
        "`s:\n  t: 1\na: [\n b,\nc]` -> 5:1 -> brackets -> 2",
        "`a: \"b\nc\"` -> 2:1 -> quotes -> 2",
        "`a: 'b\n\n\tc'` -> 3:1 -> quotes -> 2",
        "`s:\n  a: 'b\n  c: d\n  e'` -> 3:3 -> quotes -> 4",
        "`é: '😀\n]'` -> 2:1 -> quotes -> 2",
      })
  void a_line_within_brackets_or_quotes_is_indented_more_than_the_block_around_it(
      String text, String place, String within, int column) {
    KataException refused = refusal(text);
    assertThat(refused)
        .hasMessage(
            "f:%s: a line within %s must start in column %d or later"
                .formatted(place, within, column));
    assertThat(refused.hint())
        .isEqualTo("indent it with spaces, or close the %s before it".formatted(within));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [b,\n c]",
        "a: [b,\n \tc]",
        "a: {\r\n  b: 1,\r\n\r\n  c: 2\r\n  }\r\n",
        "a: [\n# c\n\t\n  b]",
        "s:\n- [\n b]",
        "s:\n  a: [\n   b]\nt: [\n c]",
        "a: 'b\n c'",
        "a: 'b\n\n \tc\n\n  d'",
        "[a,\nb,\n'c\nd']",
        "{\n\"a\": [\n1\n]\n}",
        "--- 'a\nb'",
      })
  void lines_indented_enough_or_with_no_block_around_them_are_fine(String text) {
    assertThatCode(() -> YamlReader.read("f", text)).doesNotThrowAnyException();
  }

  /** YAML requires an indent for these lines too, but people omit it and Compose accepts them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s:\n  web:\n    ports: [\n      'x'\n    ]\n  t: 1",
        "s:\n  web:\n    ports: [\r\n      'x'\r\n    ]\r\n  t: 1",
        "s:\n  web:\n    ports: [\n      x,\n  ] # c\n",
        "s:\n  web:\n    ports: [\n      x\n]\n",
        "s:\n  web:\n    ports: [\"x\n    \"]\n",
      })
  void a_closing_bracket_may_stand_below_its_key(String text) {
    Mapping root = (Mapping) YamlReader.read("f", text);
    Mapping web = (Mapping) ((Mapping) root.get("s").orElseThrow()).get("web").orElseThrow();
    assertThat(((Sequence) web.get("ports").orElseThrow()).items()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: {\n  b: 1\n}\nc: 2",
        "s:\n  a: '\n    b\n  '\n  c: 2",
        "s:\n  a: \"\n    b\n  \" # c\n  c: 2",
      })
  void so_may_a_closing_brace_or_quote(String text) {
    assertThatCode(() -> YamlReader.read("f", text)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {" x,", "\n", " \n", " # c\n", " 'x\n',\n", "    \t", " [],", " x\n y\n"})
  void a_large_file_takes_no_more_than_its_share_of_time(String piece) {
    String start = "a: [ ";
    String text = start + piece.repeat((MOST - start.length() - 1) / piece.length()) + "]";
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> attempt(text));
    String quoted = "a: \"" + piece.repeat((MOST - start.length() - 1) / piece.length()) + "\"";
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> attempt(quoted));
  }

  @Test
  void the_last_line_of_a_large_file_is_named() {
    String text = "a: [\n" + " x,\n".repeat(60_000) + "y]";
    assertThat(refusal(text)).hasMessageStartingWith("f:60002:1: a line within brackets");
  }

  private static void attempt(String text) {
    try {
      YamlReader.read("f", text);
    } catch (KataException e) {
      assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED);
    }
  }

  private static KataException refusal(String text) {
    KataException refused = Shop.refusal(() -> YamlReader.read("f", text));
    assertThat(ExitCode.of(refused)).isEqualTo(ExitCode.REFUSED);
    return refused;
  }
}
