package kata.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginalCommandTest {
  private static final String PIECES = "ab \t'\"\\$`;*#é|&>~";

  static Stream<Arguments> lines() {
    return Stream.of(
        line("", List.of()),
        line("  \t ", List.of()),
        line("ls", List.of("ls")),
        line("git-receive-pack '/blog.git'", List.of("git-receive-pack", "/blog.git")),
        line("secrets:set 'A=hello world'", List.of("secrets:set", "A=hello world")),
        line("run web sh -c \"echo \\\"hi\\\"\"", List.of("run", "web", "sh", "-c", "echo \"hi\"")),
        line("a'b'\"c\"\\ d", List.of("abc d")),
        line("'' \"\"", List.of("", "")),
        line("'a\\b' \"a\\b\" a\\b", List.of("a\\b", "a\\b", "ab")),
        line("\"\\$HOME \\` \\\\\"", List.of("$HOME ` \\")),
        line("* ? ~ [a]", List.of("*", "?", "~", "[a]")),
        line("ls; $(id) `id` #x", List.of("ls;", "$(id)", "`id`", "#x")),
        line("'it'\\''s'", List.of("it's")));
  }

  private static Arguments line(String line, List<String> words) {
    return Arguments.of(line, words);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void a_line_is_split_as_a_shell_would_and_nothing_is_expanded(
      String line, List<String> words) { // fault 77
    assertThat(OriginalCommand.split(line)).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a 'b", "\"a", "a\\", "\"a\\", "'a\\'b'"})
  void an_open_quote_is_refused(String line) {
    assertThatThrownBy(() -> OriginalCommand.split(line))
        .isInstanceOf(KataException.class)
        .hasMessageContaining("quoting");
  }

  @Test
  void a_line_break_a_nul_and_a_huge_line_are_refused() {
    for (String line : List.of("a\nb", "'a\nb'", "a\0b", "é".repeat(32 * 1024 + 1))) {
      assertThatThrownBy(() -> OriginalCommand.split(line)).isInstanceOf(KataException.class);
    }
    assertThat(OriginalCommand.split("a".repeat(64 * 1024))).hasSize(1);
  }

  @Test
  void what_was_quoted_comes_back() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      List<String> words = new ArrayList<>();
      StringBuilder line = new StringBuilder();
      for (int n = random.nextInt(5); n > 0; n--) {
        String word = word(random);
        words.add(word);
        line.append(quoted(word, random.nextInt(3))).append(" ".repeat(1 + random.nextInt(2)));
      }
      assertThat(OriginalCommand.split(line.toString()))
          .as("seed %d, line %s", seed, line)
          .isEqualTo(words);
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int n = random.nextInt(8); n > 0; n--) {
      word.append(PIECES.charAt(random.nextInt(PIECES.length())));
    }
    return word.toString();
  }

  private static String quoted(String word, int style) {
    if (style == 0 || word.isEmpty()) {
      return "'" + word.replace("'", "'\\''") + "'";
    }
    return style == 1
        ? "\"" + word.replaceAll("([\\\\\"$`])", "\\\\$1") + "\""
        : word.replaceAll("(.)", "\\\\$1");
  }
}
