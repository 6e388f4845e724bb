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

/** Stops an app and starts it with its current settings. */
public final class RestartCommand implements Command {
  /** What a user types. */
  public static final String NAME = "restart";

  private final KataHome home;
  private final Lifecycle lifecycle;
  private final Console console;
  private final Word app = Word.app();

  /** Restarts with these services. */
  public RestartCommand(KataHome home, Lifecycle lifecycle, Console console) {
    this.home = home;
    this.lifecycle = lifecycle;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.DEPLOY, "stop an app and start it with its current settings")
        .example("kata restart shop", "apply the ENV file you just changed")
        .usesDocker()
        .arguments(app);
  }

  @Override
  public int run() {
    lifecycle.restart(home.existing(app.appName()), new LineProgress(console.err()));
    return ExitCode.DONE.status();
  }
}
