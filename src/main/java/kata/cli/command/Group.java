package kata.cli.command;

/** The titles under which help lists commands, in that order. */
public enum Group {
  /** Commands that change an app. */
  DEPLOY("Deploy and run"),
  /** Commands that show an app. */
  LOOK("Look"),
  /** Commands that configure an app. */
  CONFIGURE("Configure"),
  /** Commands for the server as a whole. */
  SERVER("Server"),
  /** Commands for git and SSH, which no person types and help does not list. */
  HIDDEN("Used by git and SSH");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  /** Returns the title in help. */
  public String title() {
    return title;
  }
}
