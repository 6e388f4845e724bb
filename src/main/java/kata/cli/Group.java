package kata.cli;

/** The titles under which help lists commands, in that order. */
enum Group {
  DEPLOY("Deploy and run"),
  LOOK("Look"),
  CONFIGURE("Configure"),
  SERVER("Server"),
  /** Commands for git and SSH, which no person types and help does not list. */
  HIDDEN("Used by git and SSH");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
