package kata.cli.console;

import java.util.Map;

/** The colours of kata on a terminal; git uses the same ones for the markers of a push. */
public enum Colour {
  /** Titles and terms of help, and the steps of progress. */
  BOLD("1"),
  /** Errors. */
  RED("1;31"),
  /** Success. */
  GREEN("1;32"),
  /** Warnings and hints. */
  YELLOW("1;33");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  /** Returns the text in this colour. */
  public String paint(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[m";
  }

  /** Returns whether a stream gets colours; see no-color.org and bixense.com/clicolors. */
  static boolean wanted(boolean terminal, Map<String, String> variables) {
    String force = variables.getOrDefault("CLICOLOR_FORCE", "");
    boolean forced = !force.isEmpty() && !force.equals("0");
    boolean able = terminal && !"dumb".equals(variables.get("TERM"));
    return variables.getOrDefault("NO_COLOR", "").isEmpty() && (forced || able);
  }
}
