package kata.text;

import java.util.regex.Pattern;

/** Input of others as it may stand in a message. */
public final class Printable {
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

  private Printable() {}

  /** Returns whether a text has neither control characters nor line breaks. */
  public static boolean isPrintable(String text) {
    return !UNPRINTABLE.matcher(text).find();
  }

  /** Returns at most 100 characters of a text, with a question mark for each unprintable one. */
  public static String of(String text) {
    String part = text.length() > 100 ? text.substring(0, 100) + "..." : text;
    return UNPRINTABLE.matcher(part).replaceAll("?");
  }
}
