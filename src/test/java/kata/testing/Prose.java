package kata.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the prose in a file: keeps it where it is, and puts a {@link #BARRIER} in place of every
 * other character. Markdown has prose outside of code and generated tables. Java has prose in
 * comments and string literals; concatenated literals and consecutive comment lines are one text.
 */
public final class Prose {
  /** No phrase contains it. Adjacent ones count as one word. */
  public static final char BARRIER = '\u25AA';

  private static final Pattern BLOCK =
      Pattern.compile(
          "(?s)(?m:^ *```).*?(?m:^ *```)" // quoted output and samples
              + "|<!-- faults: .*?<!-- /faults: [^\n]*"); // written by a test, in the program's
  // words

  private static final Pattern INLINE =
      Pattern.compile("`[^`]+`|(?<=\\])\\([^)\\s]*\\)"); // quoted messages, names, links

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<javadoc>/\\*\\*(?s:.*?)\\*/)"
              + "|(?<comment>/\\*(?s:.*?)\\*/|//[^\n]*)"
              + "|(?<literal>\"\"\"(?s:.*?)\"\"\"|\"(?:[^\"\\\\\n]++|\\\\.)*+\")"
              + "|'(?:[^'\\\\\n]|\\\\[^\n]+?)'");

  private static final Pattern COMMENT_MARK = Pattern.compile("\\A/\\*+|\\*/\\z|(?m:^ *\\*)|\\A//");
  private static final Pattern JAVADOC_CODE = Pattern.compile("\\{@(?:code|link)[^}]*\\}");
  private static final Pattern QUOTE = Pattern.compile("\\A\"+|\"+\\z");
  private static final Pattern ITEM = Pattern.compile("^ *(?:[-*]|\\d\\.|#+) ");
  private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern END_OF_SENTENCE = Pattern.compile("(?<=[.!?])[*)]*\\s+");

  private Prose() {}

  /** A sentence, and the line where its paragraph or table row begins. */
  public record Sentence(int line, String text) {
    /** Counts the words; quoted code is one word. A list of nothing but code has none. */
    public long words() {
      List<String> words = List.of(text.split(" ", -1));
      Predicate<String> letters = word -> word.chars().anyMatch(Character::isLetterOrDigit);
      return words.stream().anyMatch(letters)
          ? words.stream().filter(letters.or(word -> word.indexOf(BARRIER) >= 0)).count()
          : 0;
    }
  }

  /** Returns the prose of a Markdown file. */
  public static String ofMarkdown(String text) {
    String inline = BLOCK.matcher(text).replaceAll(block -> barrier(block.group(), "\\S"));
    return INLINE.matcher(inline).replaceAll(code -> barrier(code.group(), "[^\n]"));
  }

  /** Returns the prose of a Java file: of its Javadoc only, or of all comments and literals. */
  public static String ofJava(String text, boolean javadocOnly) {
    StringBuilder prose = new StringBuilder();
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (token.find()) {
      prose.append(barrier(text.substring(end, token.start()).replace('+', ' '), "\\S"));
      prose.append(ofToken(token, javadocOnly));
      end = token.end();
    }
    return prose.append(barrier(text.substring(end), "\\S")).toString();
  }

  /** Returns the sentences of a Markdown file, including those in cells of tables. */
  public static List<Sentence> sentences(String markdown) {
    List<Sentence> sentences = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    int number = 0;
    int begin = 0;
    for (String line : ofMarkdown(markdown).split("\n", -1)) {
      number++;
      boolean sample = line.startsWith("    ") && paragraph.isEmpty();
      boolean row = line.startsWith("|");
      if (row || line.isBlank() || ITEM.matcher(line).lookingAt()) {
        add(sentences, begin, paragraph.toString());
        paragraph.setLength(0);
      }
      if (row) {
        for (String cell : CELL.split(line, -1)) {
          add(sentences, number, cell);
        }
      } else if (!sample && !line.isBlank()) {
        begin = paragraph.isEmpty() ? number : begin;
        paragraph.append(line).append('\n');
      }
    }
    add(sentences, begin, paragraph.toString());
    return sentences;
  }

  /** Returns the number of the line that contains an offset of a text. */
  public static long line(String text, int offset) {
    return text.substring(0, offset).chars().filter(character -> character == '\n').count() + 1;
  }

  private static void add(List<Sentence> sentences, int line, String paragraph) {
    END_OF_SENTENCE
        .splitAsStream(ITEM.matcher(paragraph).replaceFirst(""))
        .map(text -> text.replaceAll("\\s+", " ").strip())
        .filter(text -> !text.isEmpty())
        .forEach(text -> sentences.add(new Sentence(line, text)));
  }

  private static String ofToken(Matcher token, boolean javadocOnly) {
    String text = token.group();
    if (token.group("javadoc") != null || (token.group("comment") != null && !javadocOnly)) {
      String comment = blank(COMMENT_MARK, text);
      return JAVADOC_CODE.matcher(comment).replaceAll(code -> barrier(code.group(), "[^\n]"));
    }
    boolean literal = token.group("literal") != null && !javadocOnly;
    return literal ? blank(QUOTE, text) : barrier(text, "\\S");
  }

  private static String blank(Pattern marks, String text) {
    return marks.matcher(text).replaceAll(mark -> " ".repeat(mark.end() - mark.start()));
  }

  private static String barrier(String text, String characters) {
    return text.replaceAll(characters, String.valueOf(BARRIER));
  }
}
