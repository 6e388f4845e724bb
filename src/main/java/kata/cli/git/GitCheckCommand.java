package kata.cli.git;

import java.util.Map;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.deploy.PushDeploy;
import kata.git.hook.HookCall;
import kata.git.hook.PushHooks;
import kata.home.AppHome;
import kata.home.KataHome;

/** Checks a push for a pre-receive hook that no running kata answers; see {@link PushHooks}. */
public final class GitCheckCommand implements Command {
  /** What the hook calls. */
  public static final String NAME = PushHooks.CHECK_COMMAND;

  private final KataHome home;
  private final PushDeploy pushes;
  private final Map<String, String> variables;
  private final Console console;
  private final Word app = Word.app();

  /**
   * Checks with these services.
   *
   * @param variables the environment that git gives the hook
   */
  public GitCheckCommand(
      KataHome home, PushDeploy pushes, Map<String, String> variables, Console console) {
    this.home = home;
    this.pushes = pushes;
    this.variables = Map.copyOf(variables);
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.HIDDEN, "check lines `OLD NEW REF` on standard input")
        .arguments(app);
  }

  @Override
  public int run() {
    AppHome folders = home.claim(app.appName());
    HookCall call = HookCall.of(variables, console.lines());
    boolean planned = pushes.check(folders, call, new LineProgress(console.err()));
    return (planned ? ExitCode.FAILED : ExitCode.DONE).status();
  }
}
