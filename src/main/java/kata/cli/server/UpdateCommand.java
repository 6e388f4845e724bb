package kata.cli.server;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Flag;
import kata.cli.command.Group;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.process.Progress;
import kata.update.InstalledProgram;
import kata.update.SelfUpdate;

/** Replaces kata with a published version. */
public final class UpdateCommand implements Command {
  /** What a user types. */
  public static final String NAME = "update";

  private final SelfUpdate update;
  private final InstalledProgram program;
  private final String version;
  private final Console console;
  private final Flag check = new Flag("only check for another version", "--check");
  private final Flag rollBack = new Flag("restore the previous version", "--rollback");
  private final Flag allowOlder = new Flag("accept an older version too", "--allow-older");

  /**
   * Updates this program.
   *
   * @param version of the running kata
   */
  public UpdateCommand(
      SelfUpdate update, InstalledProgram program, String version, Console console) {
    this.update = update;
    this.program = program;
    this.version = version;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.SERVER, "update kata to the version at KATA_UPDATE_URL")
        .example("kata update --check", "check whether another version is published")
        .example("kata update", "download that version, verify it and install it")
        .example("kata update --rollback", "restore the previous version")
        .oneOf(check, rollBack, allowOlder);
  }

  @Override
  public int run() {
    Progress progress = new LineProgress(console.err());
    if (check.isSet()) {
      console.out().println(describe(update.isCurrent(program.file())));
      return ExitCode.DONE.status();
    }
    if (rollBack.isSet()) {
      update.rollBack(program.file(), progress);
    } else {
      update.update(program.file(), allowOlder.isSet(), progress);
    }
    program.refreshStartArchive(progress);
    return ExitCode.DONE.status();
  }

  private String describe(boolean current) {
    return current
        ? "kata %s is up to date".formatted(version)
        : "a version other than %s is available; run `kata update`".formatted(version);
  }
}
