package kata.env;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import kata.error.KataException;

/**
 * Parses a dotenv file as Compose does: comments, {@code export}, quotes, multi-line values.
 * Rejects an invalid line by its number; never shows its text, which may be a secret.
 */
public final class EnvFile {
  private static final Pattern EXPORT = Pattern.compile("export[ \t]+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String file;
  private final String text;
  private int at;
  private int line = 1;

  private EnvFile(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * Parses the text of a file into variables, in order; a name may occur more than once.
   *
   * @param file the file's name in messages
   */
  public static List<Assignment> parse(String file, String text) {
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return new EnvFile(file, unmarked.replace("\r\n", "\n")).assignments();
  }

  private List<Assignment> assignments() {
    rejectNul();
    List<Assignment> found = new ArrayList<>();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        at = endOfLine();
      } else if (c == '\n') {
        line++;
        at++;
      } else if (isBlank(c)) {
        at++;
      } else {
        found.add(assignment());
      }
    }
    return List.copyOf(found);
  }

  private Assignment assignment() {
    int first = line;
    String name = name();
    char quote = firstOfValue();
    String value =
        switch (quote) {
          case '\'' -> singleQuoted(first);
          case '"' -> doubleQuoted(first);
          default -> unquoted();
        };
    return new Assignment(name, value, quote != '\'', true, file + ":" + first);
  }

  private String name() {
    int end = endOfLine();
    int equals = text.indexOf('=', at);
    if (equals < 0 || equals > end) {
      throw bad(line, "there is no = in this line");
    }
    String left = text.substring(at, equals).strip();
    String name = EXPORT.matcher(left).lookingAt() ? left.substring("export".length()) : left;
    if (!NAME.matcher(name.strip()).matches()) {
      throw bad(line, "the text before = is not a name of letters, digits and _");
    }
    at = equals + 1;
    return name.strip();
  }

  /**
   * Returns the first character of the value, or a blank when there is none; moves to it if it is a
   * quote. Keeps the blanks before an unquoted value: they distinguish a comment from a value.
   */
  private char firstOfValue() {
    int end = endOfLine();
    int begin = at;
    while (begin < end && isBlank(text.charAt(begin))) {
      begin++;
    }
    char first = begin < end ? text.charAt(begin) : ' ';
    if (first == '\'' || first == '"') {
      at = begin;
    }
    return first;
  }

  private String unquoted() {
    int end = endOfLine();
    int stop = at;
    // In A=#fff the # belongs to the value; in A= #fff and A=x #fff it begins a comment.
    while (stop < end && !(text.charAt(stop) == '#' && isBlank(text.charAt(stop - 1)))) {
      stop++;
    }
    String value = text.substring(at, stop).strip();
    at = end;
    return value;
  }

  private String singleQuoted(int first) {
    int close = text.indexOf('\'', at + 1);
    if (close < 0) {
      throw bad(first, "the quote is not closed");
    }
    String value = text.substring(at + 1, close);
    line += (int) value.chars().filter(c -> c == '\n').count();
    at = close + 1;
    finishLine(first);
    return value;
  }

  private String doubleQuoted(int first) {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        finishLine(first);
        return value.toString();
      }
      if (c == '\\') {
        escape(value);
      } else if (c == '$') {
        dollar(value);
      } else {
        line += c == '\n' ? 1 : 0;
        value.append(c);
        at++;
      }
    }
    throw bad(first, "the quote is not closed");
  }

  private void escape(StringBuilder value) {
    char next = peek(1);
    switch (next) {
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case '"', '\\' -> value.append(next);
      case '$' -> value.append("$$");
      default -> {
        value.append('\\');
        at++;
        return;
      }
    }
    at += 2;
  }

  /** Keeps a dollar. Doubles it before an escaped dollar, because the pair would be misread. */
  private void dollar(StringBuilder value) {
    if (peek(1) == '$') {
      value.append("$$");
      at += 2;
    } else {
      value.append(peek(1) == '\\' && peek(2) == '$' ? "$$" : "$");
      at++;
    }
  }

  private void finishLine(int first) {
    int end = endOfLine();
    String rest = text.substring(at, end);
    if (!rest.isBlank() && !(isBlank(rest.charAt(0)) && rest.strip().startsWith("#"))) {
      throw bad(first, "there is text after the closing quote");
    }
    at = end;
  }

  private void rejectNul() {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      int where = 1 + (int) text.substring(0, nul).chars().filter(c -> c == '\n').count();
      throw bad(where, "there is a NUL byte in this line");
    }
  }

  private int endOfLine() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private char peek(int offset) {
    return at + offset < text.length() ? text.charAt(at + offset) : '\0';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private KataException bad(int where, String problem) {
    return KataException.refused(
        "%s:%d: %s".formatted(file, where, problem),
        "write NAME=value; a comment begins with #, a value may be in quotes");
  }
}
