package kata.cli.app;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.deploy.Lifecycle;
import kata.home.KataHome;

/** Stops an app until it is restarted or deployed. */
public final class StopCommand implements Command {
  /** What a user types. */
  public static final String NAME = "stop";

  private final KataHome home;
  private final Lifecycle lifecycle;
  private final Console console;
  private final Word app = Word.app();

  /** Stops with these services. */
  public StopCommand(KataHome home, Lifecycle lifecycle, Console console) {
    this.home = home;
    this.lifecycle = lifecycle;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.DEPLOY, "stop an app and keep its files and data")
        .example("kata stop shop", "stop shop until it is restarted, also after a reboot")
        .usesDocker()
        .arguments(app);
  }

  @Override
  public int run() {
    lifecycle.stop(home.existing(app.appName()), new LineProgress(console.err()));
    return ExitCode.DONE.status();
  }
}
