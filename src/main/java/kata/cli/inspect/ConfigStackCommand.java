package kata.cli.inspect;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.home.KataHome;

/** Shows the kata-compose.yaml of an app. */
public final class ConfigStackCommand implements Command {
  /** What a user types. */
  public static final String NAME = "config:stack";

  private final KataHome home;
  private final Console console;
  private final Word app = Word.app();

  /** Shows files of this home. */
  public ConfigStackCommand(KataHome home, Console console) {
    this.home = home;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.LOOK, "show the kata-compose.yaml of an app")
        .example("kata config:stack shop", "show the file of the current release")
        .arguments(app);
  }

  @Override
  public int run() {
    CodeFile.print(home.existing(app.appName()), KataHome.SOURCE_FILE, console);
    return ExitCode.DONE.status();
  }
}
