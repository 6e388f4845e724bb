package kata.ssh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import kata.error.KataException;

/**
 * Splits the command line of an SSH client into words. Handles quotes and backslashes as a POSIX
 * shell does; {@code $}, {@code *}, {@code ;} and {@code #} are plain characters.
 */
public final class OriginalCommand {
  private static final int LONGEST_LINE = 64 * 1024;
  private static final String ESCAPED_IN_DOUBLE_QUOTES = "\\\"$`";
  private static final String HINT =
      "your own shell removes one pair of quotes: ssh HOST \"secrets:set 'NAME=two words'\"";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int position;

  private OriginalCommand(String line) {
    this.line = line;
  }

  /** Returns the words; rejects an open quote, a line break, a NUL, and more than 64 KiB. */
  public static List<String> split(String line) {
    if (line.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
      throw KataException.refused(
          "the command is longer than %d bytes".formatted(LONGEST_LINE),
          "send long input through standard input");
    }
    if (line.chars().anyMatch(c -> c == '\0' || c == '\n')) {
      throw KataException.refused(
          "the command contains a line break or a NUL", "send one command on one line");
    }
    return new OriginalCommand(line).words();
  }

  private List<String> words() {
    while (position < line.length()) {
      char c = line.charAt(position++);
      switch (c) {
        case ' ', '\t' -> endWord();
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> append(next("a backslash at its end"));
        default -> append(c);
      }
    }
    endWord();
    return List.copyOf(words);
  }

  private void singleQuoted() {
    int end = line.indexOf('\'', position);
    if (end < 0) {
      throw open("a quote ' that does not end");
    }
    inWord = true;
    word.append(line, position, end);
    position = end + 1;
  }

  private void doubleQuoted() {
    String rule = "a quote \" that does not end";
    inWord = true;
    for (char c = next(rule); c != '"'; c = next(rule)) {
      if (c == '\\') {
        char escaped = next(rule);
        if (ESCAPED_IN_DOUBLE_QUOTES.indexOf(escaped) < 0) {
          word.append('\\');
        }
        word.append(escaped);
      } else {
        word.append(c);
      }
    }
  }

  private char next(String otherwise) {
    if (position == line.length()) {
      throw open(otherwise);
    }
    return line.charAt(position++);
  }

  private void append(char c) {
    inWord = true;
    word.append(c);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private static KataException open(String what) {
    return KataException.refused("the quoting of the command is invalid: it has " + what, HINT);
  }
}
