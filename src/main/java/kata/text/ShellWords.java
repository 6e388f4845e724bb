package kata.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words: quotes and backslashes as in a POSIX shell, and nothing else of a
 * shell. {@code $}, {@code *}, {@code ;} and {@code #} are plain characters.
 */
public final class ShellWords {
  private static final String ESCAPED_IN_DOUBLE_QUOTES = "\\\"$`";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int position;

  private ShellWords(String line) {
    this.line = line;
  }

  /** A line that ends within a quote or after a backslash; the message names which. */
  public static final class OpenQuoteException extends Exception {
    private static final long serialVersionUID = 1L;

    OpenQuoteException(String what) {
      super(what);
    }

    /** Returns what the line has, such as {@code a backslash at its end}. */
    public String what() {
      return String.valueOf(getMessage());
    }
  }

  /** Returns the words of a line. Line breaks separate words, as spaces and tabs do. */
  public static List<String> split(String line) throws OpenQuoteException {
    return new ShellWords(line).words();
  }

  private List<String> words() throws OpenQuoteException {
    while (position < line.length()) {
      char c = line.charAt(position++);
      switch (c) {
        case ' ', '\t', '\n' -> endWord();
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> escaped();
        default -> append(c);
      }
    }
    endWord();
    return List.copyOf(words);
  }

  private void singleQuoted() throws OpenQuoteException {
    int end = line.indexOf('\'', position);
    if (end < 0) {
      throw new OpenQuoteException("a quote ' that does not end");
    }
    inWord = true;
    word.append(line, position, end);
    position = end + 1;
  }

  private void doubleQuoted() throws OpenQuoteException {
    String rule = "a quote \" that does not end";
    inWord = true;
    for (char c = next(rule); c != '"'; c = next(rule)) {
      if (c == '\\') {
        char escaped = next(rule);
        if (escaped == '\n') {
          continue;
        }
        if (ESCAPED_IN_DOUBLE_QUOTES.indexOf(escaped) < 0) {
          word.append('\\');
        }
        word.append(escaped);
      } else {
        word.append(c);
      }
    }
  }

  /** A backslash before a line break continues the line. */
  private void escaped() throws OpenQuoteException {
    char c = next("a backslash at its end");
    if (c != '\n') {
      append(c);
    }
  }

  private char next(String otherwise) throws OpenQuoteException {
    if (position == line.length()) {
      throw new OpenQuoteException(otherwise);
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
}
