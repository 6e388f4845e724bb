package kata.cli.app;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Flag;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.deploy.PushDeploy;
import kata.home.AppHome;
import kata.home.KataHome;

/** Deploys the newest commit of an app again. */
public final class DeployCommand implements Command {
  /** What a user types. */
  public static final String NAME = "deploy";

  private final KataHome home;
  private final PushDeploy pushes;
  private final Console console;
  private final Flag plan =
      new Flag("print the steps and what each would change; change nothing", "--plan");
  private final Flag timings = new Flag("print how long each step took", "--timings");
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
        .example("kata deploy --plan shop", "show what a deploy would change")
        .usesDocker()
        .arguments(plan, timings, app);
  }

  @Override
  public int run() {
    AppHome folders = home.existing(app.appName());
    LineProgress progress = new LineProgress(console.err());
    if (plan.isSet()) {
      pushes.plan(folders, progress);
    } else {
      pushes.deployNewest(folders, timings.isSet() ? progress.withTimes() : progress);
    }
    return ExitCode.DONE.status();
  }
}
