package kata.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalarTypeTest {
  private static final Mark MARK = new Mark("f.yaml", 1, 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "no",
        "on",
        "off",
        "Yes",
        "NO",
        "y",
        "n",
        "22:22",
        "1:30",
        "190:20:30",
        "2024-01-02",
        "2001-12-14t21:59:43.10-05:00",
        "=",
        ".inf",
        "-.inf",
        ".nan",
        "08",
        "09",
        "0o8",
        "0xg",
        "0b2",
        "1.2.3",
        "1e",
        "e3",
        ".",
        "-",
        "+",
        "1-2",
        "tRue",
        "nULL",
        "1e9999",
        "_1",
        "0x",
        "0b",
        "1 000",
        "٣"
      })
  void these_are_text(String text) { // fault 24
    assertThat(typed(text)).isEqualTo(text);
    assertThat(ScalarType.isTyped(text)).isFalse();
    assertThat(ScalarType.isNull(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
  void these_are_null(String text) {
    assertThat(ScalarType.isNull(text)).isTrue();
    assertThat(new Scalar(text, true, MARK).isNull()).isTrue();
    assertThat(new Scalar(text, false, MARK).isNull()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"true,true", "True,true", "TRUE,true", "false,false", "False,false", "FALSE,false"})
  void these_are_booleans(String text, boolean value) {
    assertThat(typed(text)).isEqualTo(value);
    assertThat(ScalarType.isTyped(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "8000,8000",
    "+5,5",
    "-17,-17",
    "0440,288",
    "0755,493",
    "0o755,493",
    "00,0",
    "0b101,5",
    "-0b1,-1",
    "1_000,1000",
    "0x1F,31",
    "0xff_ff,65535",
    "-0x10,-16",
    "-010,-8",
    "123456789012345678901234567890,123456789012345678901234567890"
  })
  void these_are_integers(String text, BigInteger value) {
    assertThat(typed(text)).isEqualTo(value);
    assertThat(ScalarType.isTyped(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1.10,1.10",
    "3.0,3.0",
    "1e3,1E+3",
    "1E-3,0.001",
    ".5,0.5",
    "-.5,-0.5",
    "5.,5",
    "+1.5e+2,150"
  })
  void these_are_other_numbers(String text, BigDecimal value) {
    assertThat(typed(text)).isInstanceOf(BigDecimal.class);
    assertThat((BigDecimal) typed(text)).isEqualByComparingTo(value);
    assertThat(ScalarType.isTyped(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8000", "true", "0755", "1.10", "null", "~", ""})
  void what_stood_in_quotes_is_text(String text) {
    assertThat(new Scalar(text, false, MARK).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "~",
        "null",
        "Null",
        "yes",
        "No",
        "ON",
        "off",
        "y",
        "N",
        "true",
        "False",
        "0755",
        "22:22",
        "1.10",
        "1e3",
        "2024-01-02",
        "1_000",
        "0x1F",
        ".inf",
        ".nan",
        "=",
        "<<",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "@a",
        "`a",
        "%a",
        "{a",
        "[a",
        "'",
        "\"",
        "a\nb",
        " a",
        "a ",
        "\t",
        "?",
        ":",
        "é",
        "$a",
        "a:b",
        "$$",
        "\\n",
        "\u0085",
        "\u2028",
        "\uFEFF"
      })
  void a_string_that_kata_says_is_quoted_when_a_reader_could_misread_it(String text) {
    assertThat(Yaml.string(text, MARK).plain()).isFalse();
    assertThat(readBack(Yaml.string(text, MARK))).isEqualTo(new Written(text, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"web", "unless-stopped", "/srv/kata/app", "bind", "read_only", "a.b", "A1"})
  void a_word_is_not_quoted(String text) {
    assertThat(readBack(Yaml.string(text, MARK))).isEqualTo(new Written(text, true));
  }

  @Test
  void a_plain_scalar_is_written_as_it_stood() {
    String text =
        """
        a: 0440
        b: 22:22
        c: 1.10
        d: no
        e: 2024-01-02
        f: ~
        g: 1_000
        h: .inf
        i: 0o755
        j: a b, c
        k:
        l: <<
        m: =
        """;
    assertThat(YamlWriter.write(YamlReader.read("f.yaml", text))).isEqualTo(text);
  }

  @Test
  void what_docker_would_not_read_is_escaped() {
    Mapping empty = (Mapping) YamlReader.read("f.yaml", "{}");
    assertThat(YamlWriter.write(empty.with("k", new Scalar("a\u007f\u0001b", true, MARK))))
        .isEqualTo("k: \"a\\x7F\\x01b\"\n");
  }

  private record Written(String text, boolean plain) {}

  private static Written readBack(Scalar scalar) {
    Mapping empty = (Mapping) YamlReader.read("f.yaml", "{}");
    String text = YamlWriter.write(empty.with("k", scalar));
    Scalar read = (Scalar) ((Mapping) YamlReader.read("f.yaml", text)).get("k").orElseThrow();
    return new Written(read.text(), read.plain());
  }

  private static Object typed(String text) {
    return new Scalar(text, true, MARK).value();
  }
}
