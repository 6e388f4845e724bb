package kata.cli.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Flag;
import kata.cli.command.Group;
import kata.cli.command.UsageRefused;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.deploy.Remover;
import kata.error.OperationFailed;
import kata.home.AppHome;
import kata.home.AppName;
import kata.home.KataHome;

/** Removes an app, once its name is typed. */
public final class RmCommand implements Command {
  /** What a user types. */
  public static final String NAME = "rm";

  private final KataHome home;
  private final Remover remover;
  private final Console console;
  private final Flag force = new Flag("do not ask for confirmation", "-f", "--force");
  private final Flag wipe =
      new Flag("delete its data, config and named volumes too", "-w", "--wipe");
  private final Word app = Word.app();

  /** Removes with these services. */
  public RmCommand(KataHome home, Remover remover, Console console) {
    this.home = home;
    this.remover = remover;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.DEPLOY, "remove an app and keep its data and config")
        .example("kata rm shop", "ask for the name, then remove shop; a push deploys it again")
        .example("kata rm --force --wipe shop", "remove shop and all its data, without asking")
        .example("kata rm --wipe old", "delete the data that an earlier removal of old kept")
        .exitCode(ExitCode.FAILED.status(), "the typed name was wrong; nothing was removed")
        .exitCode(
            ExitCode.USAGE.status(), "standard input is not a terminal, and --force is missing")
        .usesDocker()
        .arguments(force, wipe, app);
  }

  @Override
  public int run() {
    AppName name = app.appName();
    AppHome folders = wipe.isSet() ? home.deletable(name) : home.existing(name);
    if (!force.isSet()) {
      confirm(folders.name());
    }
    remover.remove(folders, wipe.isSet(), new LineProgress(console.err()));
    return ExitCode.DONE.status();
  }

  private void confirm(AppName name) {
    if (!console.interactive()) {
      throw new UsageRefused(
          "rm needs a confirmation, but standard input is not a terminal", "add --force");
    }
    console.err().printf("This removes '%s'. Type its name to confirm: ", name);
    console.err().flush();
    if (!name.value().equals(answer())) {
      throw new OperationFailed("nothing was removed", "");
    }
  }

  private String answer() {
    try {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
      String line = reader.readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      return "";
    }
  }
}
