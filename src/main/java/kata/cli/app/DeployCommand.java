package kata.cli.app;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.deploy.PushDeploy;
import kata.home.KataHome;

/** Deploys the newest commit of an app again. */
public final class DeployCommand implements Command {
  /** What a user types. */
  public static final String NAME = "deploy";

  private final KataHome home;
  private final PushDeploy pushes;
  private final Console console;
  private final Word app = Word.app();

  /** Deploys with these services. */
  public DeployCommand(KataHome home, PushDeploy pushes, Console console) {
    this.home = home;
    this.pushes = pushes;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.DEPLOY, "deploy the newest commit of an app again")
        .example("kata deploy shop", "retry a deploy that failed for a reason outside shop")
        .usesDocker()
        .arguments(app);
  }

  @Override
  public int run() {
    pushes.again(home.existing(app.appName()), new LineProgress(console.err()));
    return ExitCode.DONE.status();
  }
}
