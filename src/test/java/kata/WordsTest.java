package kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kata.testing.Prose;
import kata.testing.Prose.Sentence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that documents, messages and comments are plain English of the field, where a machine can.
 * A phrase in code quotes is a quotation, and is checked where the program prints it.
 */
final class WordsTest {
  private static final int MOST_WORDS = 25;

  /** What is checked. {@code EnumSet.allOf(Scope.class)} once the code is rewritten. */
  private static final Set<Scope> CHECKED = EnumSet.allOf(Scope.class);

  /** Documents that describe the code or quote it: rewritten together with it. */
  private static final Set<Path> WITH_THE_CODE =
      Set.of(Path.of("docs/architecture.md"), Path.of("docs/transcript.md"));

  private static final List<Phrase> PHRASES =
      List.of(
          phrase("\\bWho [a-z]", "name the subject: the pusher, a waiting command"),
          phrase(
              "\\bwho (waits?|takes|reads|pushes|goes|listens|has|have|is|are)\\b",
              "name the subject: the pusher, a waiting command, the owner of the port"),
          phrase("\\b[Tt]hose who\\b", "name them: visitors, waiting commands"),
          phrase("\\bfor whom\\b", "which command it waits for"),
          phrase("\\bin the midst\\b", "during"),
          phrase("\\b[Ss]o (it is|they are|are they|it does|does it)\\b", "the same holds"),
          phrase("\\b(is|are|ran|runs?|stays?) so(?=[.,;:)])", "name the state: in Swarm mode"),
          phrase("\\bso long that\\b", "until, or: takes too long"),
          phrase("\\bhas it\\b", "contains, owns or uses it, or name the thing"),
          phrase("\\bhas (\\w+ ){1,2}inside\\b", "contains"),
          phrase("\\bkeeps? ending\\b", "keeps exiting"),
          phrase("\\b(end|ends|ended|ending) with (status )?\\d", "exits with"),
          phrase("\\bwhat (became|becomes) of\\b", "the result of, or: what happens to"),
          phrase("\\bwhat came of\\b", "the result of"),
          phrase("\\b(is|are|be|was|were) to be had\\b", "is available, is free"),
          phrase("\\b(can|could|cannot|can not) (not )?be had\\b", "is not available"),
          phrase("\\b[Nn]obody is (t?here|at)\\b", "standard input is not a terminal"),
          phrase("\\bwhat there is\\b", "the valid names, or what exists"),
          phrase("\\bFrom .{1,40} on,? (kata|it|Caddy|Docker)\\b", "after five seconds kata ..."),
          phrase("\\b[Tt]ells?\\b", "reports, prints, shows; returns whether"),
          phrase("\\btold\\b", "reports, printed, shown; Caddy gets the route"),
          phrase("\\bSays\\b", "give the sentence a subject; returns, prints"),
          phrase("\\bPhrases\\b", "runs, or: builds the arguments of"),
          phrase(
              "\\b([Bb]rings?|[Bb]rought|[Bb]ringing) (\\S+ ){0,4}back\\b",
              "restore: kata restored release 3"),
          phrase("\\b(let|lets|letting) (them |it |visitors )?go\\b", "releases the requests"),
          phrase("\\b(goes|go|going|went) round in circles\\b", "loops back to itself"),
          phrase("\\b(put|puts|putting) (\\S+ ){0,3}right\\b", "fix, repair, restore"),
          phrase("\\b(Compose|Swarm|Caddy) does not take\\b", "rejects"),
          phrase("\\btook the routes\\b", "accepted the routes"),
          phrase("\\b(its )?next start moves\\b", "takes effect at the next start"),
          phrase("\\b(another|newer|older) kata\\b(?! process)", "another version of kata"),
          phrase("\\b[Jj]ava to (learn|keep)\\b", "build the start-up cache"),
          phrase("\\b(taken|takes|take) apart\\b", "parses, parsed"),
          phrase("\\b(whole )?story\\b", "output, progress"),
          phrase(
              "\\bthe (one|ones|release|version|kata|routes?|mode) (from )?before\\b"
                  + "(?! (the|it|a|an|kata|this|that|any)\\b)",
              "the previous release"),
          phrase("\\banew\\b", "again"),
          phrase(
              "(?<=[\\n\\u25AA:;,.]) *(is|are|does|did(?! you mean\\b)|do) [^.\\u25AA]{3,90}\\?",
              "state the fact and the next step; a message asks no question"));

  /** A kind of file, and how to find the prose in it. */
  private enum Scope {
    DOCUMENTS {
      @Override
      Stream<Path> files() throws IOException {
        return DocsTest.documents().stream().filter(file -> !WITH_THE_CODE.contains(file));
      }
    },
    DOCUMENTS_WITH_THE_CODE {
      @Override
      Stream<Path> files() {
        return WITH_THE_CODE.stream().sorted();
      }
    },
    MAIN_COMMENTS_AND_LITERALS {
      @Override
      Stream<Path> files() throws IOException {
        return java(Path.of("src/main/java"));
      }
    },
    TEST_JAVADOC {
      @Override
      Stream<Path> files() throws IOException {
        return java(Path.of("src/test/java"));
      }

      @Override
      String prose(String text) {
        return Prose.ofJava(text, true);
      }
    };

    abstract Stream<Path> files() throws IOException;

    String prose(String text) {
      return this == MAIN_COMMENTS_AND_LITERALS
          ? Prose.ofJava(text, false)
          : Prose.ofMarkdown(text);
    }

    private static Stream<Path> java(Path root) throws IOException {
      try (Stream<Path> files = Files.walk(root)) {
        return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
      }
    }
  }

  /** A file to check. */
  private record Text(Scope scope, Path file) {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** A phrase to avoid, and what to write instead. */
  private record Phrase(Pattern pattern, String instead) {}

  private static Phrase phrase(String words, String instead) {
    // A phrase may continue on the next line.
    return new Phrase(Pattern.compile(words.replaceAll(" (?![*+?])", "\\\\s+")), instead);
  }

  static List<Text> checked() throws IOException {
    List<Text> texts = new ArrayList<>();
    for (Scope scope : CHECKED) {
      scope.files().forEach(file -> texts.add(new Text(scope, file)));
    }
    return texts;
  }

  @ParameterizedTest
  @MethodSource("checked")
  void it_uses_none_of_the_phrases(Text text) throws IOException {
    String prose = text.scope().prose(Files.readString(text.file()));
    assertThat(found(text.file(), prose)).isEmpty();
  }

  static List<Path> documents() throws IOException {
    return checked().stream()
        .map(Text::file)
        .filter(file -> file.toString().endsWith(".md"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void its_sentences_have_at_most_25_words(Path document) throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Sentence sentence : Prose.sentences(Files.readString(document))) {
      if (sentence.words() > MOST_WORDS) {
        tooLong.add(
            "%s:%d: %d words: %s"
                .formatted(document, sentence.line(), sentence.words(), sentence.text()));
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void documents_and_sources_are_found() throws IOException {
    assertThat(checked()).hasSizeGreaterThan(20);
    for (Scope scope : Scope.values()) {
      assertThat(scope.files()).as(scope.name()).isNotEmpty();
    }
  }

  private static List<String> found(Path file, String prose) {
    List<String> found = new ArrayList<>();
    for (Phrase phrase : PHRASES) {
      Matcher matcher = phrase.pattern().matcher(prose);
      while (matcher.find()) {
        String words = matcher.group().replaceAll("\\s+", " ").strip();
        found.add(
            "%s:%d: '%s': write %s"
                .formatted(file, Prose.line(prose, matcher.start()), words, phrase.instead()));
      }
    }
    return found;
  }

  @Test
  void a_phrase_is_found_across_lines_but_not_in_a_quotation() {
    String text = "It stops in the\nmidst of it.\n\n`in the midst`\n\n```\nin the midst\n```\n";

    assertThat(found(Path.of("a.md"), Prose.ofMarkdown(text)))
        .containsExactly("a.md:1: 'in the midst': write during");
  }

  @Test
  void a_phrase_is_found_in_comments_and_literals_of_java_but_not_in_code() {
    String text =
        """
        /** Stops in
         * the midst. Not {@code in the midst}. */
        String told = "ends in the " // why
            + "midst";
        // killed in
        // the midst
        char quote = '"'; in.the.midst();
        """;

    assertThat(found(Path.of("A.java"), Prose.ofJava(text, false)))
        .extracting(hit -> hit.split(":", 3)[1])
        .containsExactly("1", "5");
    assertThat(found(Path.of("A.java"), Prose.ofJava(text, true)))
        .extracting(hit -> hit.split(":", 3)[1])
        .containsExactly("1");
    assertThat(found(Path.of("A.java"), Prose.ofJava("fail(\"in the \"\n + \"midst\");", false)))
        .hasSize(1);
  }

  @Test
  void a_sentence_ends_at_a_full_stop_a_cell_or_an_item() {
    String text =
        """
        # A heading

        One two `three four`.
        Five
        six. Seven:

            no sentence

        - eight nine
        - ten

        | eleven twelve | `a`, `b` |
        """;

    assertThat(Prose.sentences(text))
        .extracting(Sentence::words)
        .containsExactly(2L, 3L, 2L, 1L, 2L, 1L, 2L, 0L);
    assertThat(Prose.sentences(text))
        .extracting(Sentence::line)
        .containsExactly(1, 3, 3, 3, 9, 10, 12, 12);
  }
}
