package kata.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kata.cli.ExitCode;
import kata.error.KataException;
import kata.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

final class EnvFileTest {
  static final List<Arguments> LINES =
      List.of(
          row("", ""),
          row("\n  \n\t\n", ""),
          row("A=1", "A[1]"),
          row("A=1\n", "A[1]"),
          row("A=1\nB=2", "A[1] B[2]"),
          row("\uFEFFA=1\n", "A[1]"),
          row("A=1\r\nB='2'\r\n", "A[1] B[2]"),
          row("A=1\r\n# c\r\n\r\nB=2\r", "A[1] B[2]"),
          row("# A=1\n  # B=2\nC=3", "C[3]"),
          row("#A='\nC=3", "C[3]"),
          row("export A=1", "A[1]"),
          row("export\tA = '1'", "A[1]"),
          row("export=1", "export[1]"),
          row("exported=1", "exported[1]"),
          row("  A =  1  ", "A[1]"),
          row("A=", "A[]"),
          row("A=\nB=2", "A[] B[2]"),
          row("A=''\nB=\"\"", "A[] B[]"),
          row("A=b=c==", "A[b=c==]"),
          row("A=1\nA=2", "A[1] A[2]"),
          row("_a9=x", "_a9[x]"),
          row("A=x # note", "A[x]"),
          row("A=x\t# note", "A[x]"),
          row("A=x#y", "A[x#y]"),
          row("A=#fff", "A[#fff]"),
          row("A= # note", "A[]"),
          row("A=two words", "A[two words]"),
          row("A=it's \"so\"", "A[it's \"so\"]"),
          row("A=a\\nb", "A[a\\nb]"),
          row("A='x # y'", "A[x # y]"),
          row("A='x' # note", "A[x]"),
          row("A=\"x # y\" # note", "A[x # y]"),
          row("A='a\\n\"$b\"'", "A[a\\n\"$b\"]"),
          row("A='one\ntwo'\nB=2", "A[one\ntwo] B[2]"),
          row("A=\"one\r\ntwo\"\r\nB=2", "A[one\ntwo] B[2]"),
          row("A=\"\\n\\r\\t\\\"\\\\\"", "A[\n\r\t\"\\]"),
          row("A=\"\\d\\'\"", "A[\\d\\']"),
          row("A=\"\\$x\"", "A[$$x]"),
          row("A=\"$x ${y}\"", "A[$x ${y}]"),
          row("A=\"$\\$x\"", "A[$$$$x]"),
          row("A=\"$$\\$x\"", "A[$$$$x]"),
          row("A=ü€😀", "A[ü€😀]"));

  static final List<Arguments> BAD_LINES =
      List.of(
          bad("s3cret", 1),
          bad("\n\n s3cret\n", 3),
          bad("A=1\ns3cret\nB=2", 2),
          bad("=s3cret", 1),
          bad("9A=s3cret", 1),
          bad("A-B=s3cret", 1),
          bad("A B=s3cret", 1),
          bad("export A B=s3cret", 1),
          bad("export s3cret", 1),
          bad("Ä=s3cret", 1),
          bad("A: s3cret", 1),
          bad("A='s3cret", 1),
          bad("A='1\n2'\nB=\"s3cret\n\n", 3),
          bad("A=\"s3cret\\\"", 1),
          bad("A=\"s3cret\\", 1),
          bad("A='s3cret'x", 1),
          bad("A='s3cret'#x", 1),
          bad("A=\"one\ntwo\"\nB=\"s3cret\" x", 3),
          bad("A=1\nB=s3c\0ret", 2));

  @ParameterizedTest
  @FieldSource("LINES")
  void a_line_is_read_by_the_rules_of_dotenv(String text, String expected) { // fault 20, R-23
    assertThat(shown(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @FieldSource("BAD_LINES")
  void a_bad_line_is_refused_by_its_number_and_never_shown(
      String text, int line) { // fault 20, R-23
    KataException refusal =
        catchThrowableOfType(KataException.class, () -> EnvFile.parse("ENV", text));

    assertThat(ExitCode.of(refusal)).isEqualTo(ExitCode.REFUSED);
    assertThat(refusal.message()).startsWith("ENV:" + line + ": ").doesNotContain("s3c", "ret");
    assertThat(refusal.hint()).isNotEmpty().doesNotContain("s3c");
  }

  @Test
  void a_variable_knows_its_line_also_after_values_of_several_lines() {
    List<Assignment> found = EnvFile.parse(".env", "\nA='1\n2'\nB=\"\n\n\" # c\r\n\r\nC=3");

    assertThat(found).extracting(Assignment::origin).containsExactly(".env:2", ".env:4", ".env:8");
  }

  @Test
  void only_single_quotes_rule_expansion_out() {
    List<Assignment> found = EnvFile.parse("ENV", "A='$x'\nB=\"$x\"\nC=$x");

    assertThat(found).extracting(Assignment::expands).containsExactly(false, true, true);
    assertThat(found).extracting(Assignment::lenient).containsOnly(true);
  }

  @Test
  void an_assignment_does_not_show_its_value() {
    assertThat(EnvFile.parse("ENV", "A=s3cret").toString()).isEqualTo("[A at ENV:1]");
  }

  @Test
  void what_is_written_in_double_quotes_is_read_back() {
    Samples.check(
        500,
        random -> {
          String value =
              Samples.text(
                  random, 12, "$", "{", "}", "\\", "\"", "'", "\n", "\r", "\t", "#", " ", "=", "x",
                  "n", "é", ":-", "${x}", "$x");

          List<Assignment> found = EnvFile.parse("ENV", "A=\"%s\"".formatted(escaped(value)));

          assertThat(found).hasSize(1);
          assertThat(Interpolator.expandKnown(found.get(0).text(), name -> Optional.of("?")).text())
              .isEqualTo(value);
        });
  }

  @Test
  void any_text_is_read_or_refused() {
    Samples.check(
        500,
        random -> {
          String text =
              Samples.text(random, 30, "A", "=", "'", "\"", "\\", "\n", "\r", "#", " ", "$", "\0");
          try {
            assertThat(EnvFile.parse("ENV", text)).extracting(Assignment::name).doesNotContain("");
          } catch (KataException e) {
            assertThat(e.message()).startsWith("ENV:");
          }
        });
  }

  private static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("$", "\\$")
        .replace("\r", "\\r")
        .replace("\n", "\\n")
        .replace("\t", "\\t");
  }

  private static String shown(String text) {
    Stream<String> found =
        EnvFile.parse("ENV", text).stream().map(a -> a.name() + "[" + a.text() + "]");
    return String.join(" ", found.toList());
  }

  private static Arguments row(String text, String expected) {
    return Arguments.of(text, expected);
  }

  private static Arguments bad(String text, int line) {
    return Arguments.of(text, line);
  }
}
