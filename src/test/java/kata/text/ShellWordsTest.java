package kata.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import kata.text.ShellWords.OpenQuoteException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What differs from the line of an SSH client, which has one line: see OriginalCommandTest. */
final class ShellWordsTest {
  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("one\ntwo \n\n three\n", List.of("one", "two", "three")),
        Arguments.of("one \\\n  two", List.of("one", "two")),
        Arguments.of("on\\\ne \"t\\\nwo\"", List.of("one", "two")),
        Arguments.of("'a\nb' \"c\nd\" 'e\\\nf'", List.of("a\nb", "c\nd", "e\\\nf")),
        Arguments.of("\n", List.of()));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void a_line_break_separates_words_unless_it_is_quoted_or_escaped(String line, List<String> words)
      throws OpenQuoteException {
    assertThat(ShellWords.split(line)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "a 'b -> a quote ' that does not end",
        "\"a -> a quote \" that does not end",
        "\"a\\ -> a quote \" that does not end",
        "a\\ -> a backslash at its end",
      })
  void an_open_quote_is_named(String line, String what) {
    assertThatThrownBy(() -> ShellWords.split(line))
        .isInstanceOfSatisfying(
            OpenQuoteException.class, e -> assertThat(e.what()).isEqualTo(what));
  }
}
