package kata.cli.inspect;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.cli.console.Table;
import kata.deploy.Lifecycle;
import kata.deploy.Lifecycle.Kept;
import kata.home.KataHome;

/** Lists the releases that a rollback can restore. */
public final class ReleasesCommand implements Command {
  /** What a user types. */
  public static final String NAME = "releases";

  private final KataHome home;
  private final Lifecycle lifecycle;
  private final Console console;
  private final Word app = Word.app();

  /** Lists with these services. */
  public ReleasesCommand(KataHome home, Lifecycle lifecycle, Console console) {
    this.home = home;
    this.lifecycle = lifecycle;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.LOOK, "list the releases that rollback can restore")
        .example("kata releases shop", "list the releases; a * marks the current one")
        .arguments(app);
  }

  @Override
  public int run() {
    Table table = new Table(" RELEASE", "COMMIT", "DEPLOYED", "MODE");
    for (Kept kept : lifecycle.releasesOf(home.existing(app.appName()))) {
      table.row(
          (kept.present() ? "*" : " ") + kept.release().number(),
          kept.release().shortRevision(),
          kept.finishedAt(),
          kept.mode().word());
    }
    table.print(console.out());
    return ExitCode.DONE.status();
  }
}
