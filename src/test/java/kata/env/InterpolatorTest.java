package kata.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import kata.cli.ExitCode;
import kata.error.KataException;
import kata.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InterpolatorTest {
  private static final Map<String, String> SET =
      Map.of("A", "1", "EMPTY", "", "_b9", "two", "REF", "$A ${A} $$", "X", "x");

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "plain -> plain",
        "'' -> ''",
        "$A -> 1",
        "${A} -> 1",
        "a$A/b -> a1/b",
        "$A$_b9 -> 1two",
        "$A-x -> 1-x",
        "${A}x -> 1x",
        "$AB -> ''",
        "${NO} -> ''",
        "$EMPTY -> ''",
        "${A:-d} -> 1",
        "${A-d} -> 1",
        "${EMPTY:-d} -> d",
        "${EMPTY-d} -> ''",
        "${NO:-d} -> d",
        "${NO-d} -> d",
        "${NO:-} -> ''",
        "${NO-} -> ''",
        "${A:+a} -> a",
        "${A+a} -> a",
        "${EMPTY:+a} -> ''",
        "${EMPTY+a} -> a",
        "${NO:+a} -> ''",
        "${NO+a} -> ''",
        "${A:?e} -> 1",
        "${A?e} -> 1",
        "${EMPTY?e} -> ''",
        "${NO:-${A}} -> 1",
        "${NO:-$A-$X} -> 1-x",
        "${NO:-a${NO:-b${NO:-$X}c}d} -> abxcd",
        "${A:+${NO:-x}} -> x",
        "${A:-${NO:?e}} -> 1",
        "${NO:--} -> -",
        "${NO:-:-?+} -> :-?+",
        "${NO:-a b#c} -> a b#c",
        "${NO:-{\"a\":{}}} -> {\"a\":{}}",
        "${NO:-$$} -> $",
        "${NO:-$${A}} -> ${A}",
        "$$ -> $",
        "$$A -> $A",
        "$${A} -> ${A}",
        "$$$A -> $1",
        "$$$$ -> $$",
        "$ -> $",
        "a$ -> a$",
        "$1 -> $1",
        "$(A) -> $(A)",
        "$-$.$/ -> $-$.$/",
        "{$A} -> {1}",
        "{http.request.uri} -> {http.request.uri}",
        "} $A -> } 1",
        "$Aé -> 1é",
        "$é -> $é",
      })
  void a_reference_is_expanded_by_the_grammar_of_compose(String text, String expected) { // fault 18
    Expansion expansion = Interpolator.expand(text, InterpolatorTest::lookup);

    assertThat(expansion.text()).isEqualTo(expected);
    assertThat(expansion.changed()).isEqualTo(!text.equals(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${",
        "${A",
        "a${A:-x",
        "${}",
        "${ A}",
        "${A }",
        "${1}",
        "${A.b}",
        "${A:}",
        "${A:x}",
        "${A!}",
        "${:-x}",
        "${-x}",
        "${A:-${X}",
        "${NO:-${}}",
        "${NO:-{}",
        "${$A}",
        "${Ä}"
      })
  void a_malformed_reference_is_refused(String text) {
    KataException refusal =
        catchThrowableOfType(
            KataException.class, () -> Interpolator.expand(text, InterpolatorTest::lookup));

    assertThat(ExitCode.of(refusal)).isEqualTo(ExitCode.REFUSED);
    assertThat(refusal.message()).contains("invalid ${...}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "${NO:?say why} -> NO is not set: say why",
        "${NO?say why} -> NO is not set: say why",
        "a${EMPTY:?why}b -> EMPTY is empty: why",
        "${NO:?} -> NO is not set",
        "${NO:?set $X or ${NO:-it}} -> NO is not set: set x or it",
        "${NO:-${NO:?in}} -> NO is not set: in",
        "${NO:?out${NO:?in}} -> NO is not set: in",
      })
  void a_required_name_is_refused_with_its_own_words(String text, String message) {
    assertThatThrownBy(() -> Interpolator.expand(text, InterpolatorTest::lookup))
        .isInstanceOf(KataException.class)
        .hasMessage(message);
  }

  @Test
  void names_that_are_not_set_are_listed_once_unless_a_default_stands_in() {
    Expansion expansion =
        Interpolator.expand("$P ${Q} $P ${R:-x} ${S+$T} $A", InterpolatorTest::lookup);

    assertThat(expansion.unset()).containsExactly("P", "Q");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "$2y$10$abcDEF -> $2y$10$abcDEF",
        "pa$sword$5x -> pa$sword$5x",
        "pa${sword}x -> pa${sword}x",
        "$A$b -> 1$b",
        "${A}/${NO} -> 1/${NO}",
        "${NO:-d} -> d",
        "${NO:-$b} -> $b",
        "${A:+$b} -> $b",
        "$$A -> $A",
        "$$ -> $",
        "x${ -> x${",
        "${A -> ${A",
        "${A b$A} -> ${A b1}",
        "${a$$b -> ${a$b",
        "${NO:-${!}} -> ${!}",
        "${NO:-${A -> ${NO:-${A",
      })
  void in_a_dotenv_file_a_dollar_of_a_password_stays(String text, String expected) { // fault 19
    assertThat(Interpolator.expandKnown(text, InterpolatorTest::lookup).text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$REF", "${REF}", "${REF:-x}", "${NO:-$REF}", "${NO:-${REF?e}}"})
  void what_is_filled_in_is_not_read_again(String text) { // fault 18
    assertThat(Interpolator.expand(text, InterpolatorTest::lookup).text()).isEqualTo("$A ${A} $$");
    assertThat(Interpolator.expandKnown(text, InterpolatorTest::lookup).text())
        .isEqualTo("$A ${A} $$");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${", "${A:-", "${NO:-", "$", "{", "}", "${A}", "$A", "${NO:-{"})
  void no_text_takes_long_or_exhausts_the_stack(String piece) {
    String opened = piece.repeat(300_000);
    String closed = opened + "}".repeat(600_000);

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (String text : new String[] {opened, closed}) {
            try {
              Interpolator.expand(text, InterpolatorTest::lookup);
            } catch (KataException e) {
              assertThat(e.message()).contains("invalid ${...}");
            }
            Interpolator.expandKnown(text, InterpolatorTest::lookup);
          }
        });
  }

  @Test
  void an_expansion_that_would_fill_the_memory_is_refused() {
    String big = "x".repeat(1_000_000);

    assertThatThrownBy(() -> Interpolator.expand("$A".repeat(1_000_000), name -> Optional.of(big)))
        .isInstanceOf(KataException.class)
        .hasMessageContaining("16 MiB");
  }

  @Test
  void any_text_is_expanded_or_refused_and_never_expanded_twice() {
    Samples.check(
        500,
        random -> {
          String text =
              Samples.text(
                  random, 20, "$", "$$", "{", "}", "${", "A", "NO", ":", "-", "+", "?", " ", "1",
                  "${A}", "$A", "${NO:-", "${A:+", "${A:?");
          // If values were expanded again, SECOND would be looked up.
          Function<String, Optional<String>> lookup =
              name -> {
                assertThat(name).isNotEqualTo("SECOND");
                return name.startsWith("A") ? Optional.of("$SECOND${SECOND}") : Optional.empty();
              };
          try {
            Expansion expansion = Interpolator.expand(text, lookup);
            String again = expansion.text().replace("$", "$$");
            assertThat(Interpolator.expand(again, lookup).text()).isEqualTo(expansion.text());
          } catch (KataException e) {
            assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED);
          }
          try {
            Interpolator.expandKnown(text, lookup);
          } catch (KataException e) {
            assertThat(text).contains("?");
          }
        });
  }

  private static Optional<String> lookup(String name) {
    return Optional.ofNullable(SET.get(name));
  }
}
