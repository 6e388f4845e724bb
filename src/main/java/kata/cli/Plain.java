package kata.cli;

import java.util.regex.Pattern;

/** Makes text safe to print in a line: no escape sequences, no cursor tricks, no line ends. */
final class Plain {
  private static final Pattern ESCAPES = Pattern.compile("(?:\u001b\\[|\u009b)[0-9;?]*[A-Za-z]");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\\t]]");

  private Plain() {}

  static String text(String raw) {
    String last = raw.substring(raw.lastIndexOf('\r', raw.length() - 2) + 1); // repainted lines
    return CONTROLS.matcher(ESCAPES.matcher(last).replaceAll("")).replaceAll("");
  }
}
