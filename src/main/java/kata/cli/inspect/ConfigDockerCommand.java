package kata.cli.inspect;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.home.KataHome;

/** Shows the file that kata generated for Compose or Swarm. */
public final class ConfigDockerCommand implements Command {
  /** What a user types. */
  public static final String NAME = "config:docker";

  private final KataHome home;
  private final Console console;
  private final Word app = Word.app();

  /** Shows files of this home. */
  public ConfigDockerCommand(KataHome home, Console console) {
    this.home = home;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(
            NAME, Group.LOOK, "show the generated Compose or Swarm file, secrets included")
        .example("kata config:docker shop", "show what Compose reads, with every variable expanded")
        .arguments(app);
  }

  @Override
  public int run() {
    CodeFile.print(home.existing(app.appName()), KataHome.GENERATED_FILE, console);
    return ExitCode.DONE.status();
  }
}
