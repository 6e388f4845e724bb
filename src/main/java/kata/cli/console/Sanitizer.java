package kata.cli.console;

import java.util.regex.Pattern;

/** Removes what a line of output must not contain: escapes, control characters, line ends. */
public final class Sanitizer {
  private static final Pattern ESCAPES = Pattern.compile("(?:\u001b\\[|\u009b)[0-9;?]*[A-Za-z]");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\\t]]");

  private Sanitizer() {}

  /** Returns the text in a form that is safe to print; of a repainted line, its last state. */
  public static String clean(String raw) {
    String last = raw.substring(raw.lastIndexOf('\r', raw.length() - 2) + 1);
    return CONTROLS.matcher(ESCAPES.matcher(last).replaceAll("")).replaceAll("");
  }
}
