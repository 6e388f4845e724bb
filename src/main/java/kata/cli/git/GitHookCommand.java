package kata.cli.git;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.deploy.PushDeploy;
import kata.git.hook.PushHooks;
import kata.home.KataHome;
import kata.process.Progress;
import kata.update.InstalledProgram;

/** Deploys for a post-receive hook that no running kata answers; see {@link PushHooks}. */
public final class GitHookCommand implements Command {
  /** What the hook calls. */
  public static final String NAME = PushHooks.DEPLOY_COMMAND;

  private final KataHome home;
  private final PushDeploy pushes;
  private final InstalledProgram program;
  private final Console console;
  private final Word app = Word.app();

  /** Deploys with these services. */
  public GitHookCommand(
      KataHome home, PushDeploy pushes, InstalledProgram program, Console console) {
    this.home = home;
    this.pushes = pushes;
    this.program = program;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.HIDDEN, "deploy from lines `OLD NEW REF` on standard input")
        .usesDocker()
        .arguments(app);
  }

  @Override
  public int run() {
    Progress progress = new LineProgress(console.err());
    pushes.receive(home.claim(app.appName()), console.lines(), progress);
    program.refreshStartArchive(progress);
    return ExitCode.DONE.status();
  }
}
