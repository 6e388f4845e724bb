package kata.cli;

import java.util.Map;

/** The colours kata shows on a terminal; those of its markers are the ones git gives them. */
enum Colour {
  BOLD("1"),
  RED("1;31"),
  GREEN("1;32"),
  YELLOW("1;33");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String paint(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[m";
  }

  /** Tells whether a stream is coloured: see no-color.org and bixense.com/clicolors. */
  static boolean wanted(boolean terminal, Map<String, String> variables) {
    String force = variables.getOrDefault("CLICOLOR_FORCE", "");
    boolean forced = !force.isEmpty() && !force.equals("0");
    boolean able = terminal && !"dumb".equals(variables.get("TERM"));
    return variables.getOrDefault("NO_COLOR", "").isEmpty() && (forced || able);
  }
}
