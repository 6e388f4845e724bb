package kata.env;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Expands variables in a text by Compose's grammar. Does not expand the values again. Works in one
 * pass without recursion, so that no text can exhaust the stack.
 */
public final class Interpolator {
  private static final int LONGEST = 16 * 1024 * 1024;

  private final String text;
  private final Function<String, Optional<String>> lookup;
  private final boolean onlyKnown;
  private final int[] ends;
  private final StringBuilder out = new StringBuilder();
  private final Set<String> unset = new LinkedHashSet<>();
  private final Deque<Word> words = new ArrayDeque<>();
  private int at;

  /**
   * The {@code d} of a <code>${NAME:-d}</code> that is being copied.
   *
   * @param start the position of its text in the output
   * @param complaint the error to throw at its end, or empty
   */
  private record Word(int end, int start, String complaint) {}

  private Interpolator(String text, Function<String, Optional<String>> lookup, boolean onlyKnown) {
    this.text = text;
    this.lookup = lookup;
    this.onlyKnown = onlyKnown;
    this.ends = ends(text);
  }

  /**
   * Expands every reference; a name that is not set becomes empty. Rejects a malformed <code>${
   * </code>, and <code>${NAME:?why}</code> with its own text; the message does not name the place.
   */
  public static Expansion expand(String text, Function<String, Optional<String>> lookup) {
    return new Interpolator(text, lookup, false).run();
  }

  /**
   * Expands only known names, as in a dotenv file. A plain reference to an unset name, or a
   * malformed one, stays as written, because a password may look like that.
   */
  public static Expansion expandKnown(String text, Function<String, Optional<String>> lookup) {
    return new Interpolator(text, lookup, true).run();
  }

  /**
   * Returns, for the index of every <code>${</code>, the index of its closing brace; 0 if there is
   * none. As in Compose, inner braces must balance, so that a default may be JSON.
   */
  private static int[] ends(String text) {
    if (!text.contains("${")) {
      return new int[0];
    }
    int[] ends = new int[text.length()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (text.startsWith("$$", i)) {
        i++;
      } else if (text.startsWith("${", i)) {
        open.push(i);
        i++;
      } else if (c == '{' && !open.isEmpty()) {
        open.push(i);
      } else if (c == '}' && !open.isEmpty()) {
        ends[open.pop()] = i;
      }
    }
    return ends;
  }

  private Expansion run() {
    while (at < text.length()) {
      Word word = words.peek();
      if (word != null && word.end == at) {
        leave(words.pop());
      } else if (text.charAt(at) == '$') {
        dollar();
      } else {
        out.append(text.charAt(at));
        at++;
      }
    }
    String result = out.toString();
    return new Expansion(result, List.copyOf(unset), !result.equals(text));
  }

  private void dollar() {
    int nameEnd = nameEnd(at + 1);
    if (text.startsWith("$$", at)) {
      out.append('$');
      at += 2;
    } else if (text.startsWith("${", at)) {
      braced();
    } else if (nameEnd > at + 1) {
      plain(text.substring(at + 1, nameEnd), nameEnd);
    } else {
      out.append('$');
      at++;
    }
  }

  private void braced() {
    int nameEnd = nameEnd(at + 2);
    int end = ends[at];
    if (end == 0) {
      malformed("there is no closing brace");
    } else if (nameEnd == at + 2) {
      malformed("there is no name after the brace");
    } else if (nameEnd == end) {
      plain(text.substring(at + 2, nameEnd), end + 1);
    } else {
      boolean colon = text.charAt(nameEnd) == ':';
      int operator = colon ? nameEnd + 1 : nameEnd;
      if ("-?+".indexOf(text.charAt(operator)) < 0) {
        malformed("after the name comes }, :-, -, :?, ?, :+ or +");
      } else {
        conditional(text.substring(at + 2, nameEnd), colon, operator, end);
      }
    }
  }

  private void plain(String name, int next) {
    Optional<String> value = lookup.apply(name);
    if (value.isEmpty()) {
      unset.add(name);
    }
    append(value.orElse(onlyKnown ? text.substring(at, next) : ""));
    at = next;
  }

  private void conditional(String name, boolean colon, int operator, int end) {
    Optional<String> value = lookup.apply(name);
    boolean given = value.isPresent() && !(colon && value.get().isEmpty());
    char kind = text.charAt(operator);
    if (given == (kind == '+')) {
      String complaint = name + (value.isPresent() ? " is empty" : " is not set");
      words.push(new Word(end, out.length(), kind == '?' ? complaint : ""));
      at = operator + 1;
    } else {
      append(kind == '+' ? "" : value.orElse(""));
      at = end + 1;
    }
  }

  private void leave(Word word) {
    if (!word.complaint.isEmpty()) {
      String why = out.substring(word.start);
      throw new BadReference(why.isEmpty() ? word.complaint : word.complaint + ": " + why, "");
    }
    at = word.end + 1;
  }

  private void malformed(String why) {
    if (!onlyKnown) {
      throw new BadReference("invalid ${...}: " + why, "write $$ for a plain dollar");
    }
    out.append("${");
    at += 2;
  }

  private void append(String value) {
    if (out.length() + value.length() > LONGEST) {
      throw new BadReference("the variables in it make it longer than 16 MiB", "");
    }
    out.append(value);
  }

  private int nameEnd(int from) {
    int end = from;
    while (end < text.length() && isNamePart(text.charAt(end), end > from)) {
      end++;
    }
    return end;
  }

  private static boolean isNamePart(char c, boolean digits) {
    return c == '_'
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (digits && c >= '0' && c <= '9');
  }
}
