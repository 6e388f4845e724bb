package kata.cli.inspect;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.console.Console;
import kata.deploy.AppStatus;

/** Lists the apps and marks those that run. */
public final class LsCommand implements Command {
  /** What a user types. */
  public static final String NAME = "ls";

  private final AppStatus status;
  private final Console console;

  /** Lists the apps of this status. */
  public LsCommand(AppStatus status, Console console) {
    this.status = status;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.LOOK, "list the apps; a * marks those that run")
        .example("kata ls", "print `*shop` if shop runs, ` shop` if it does not")
        .usesDocker();
  }

  @Override
  public int run() {
    for (AppStatus.Line line : status.list()) {
      console.out().println((line.running() ? "*" : " ") + line.app());
    }
    return ExitCode.DONE.status();
  }
}
