package kata.cli.git;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import kata.cli.ErrorReporter;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.deploy.PushDeploy;
import kata.git.BareRepository;
import kata.git.PackService;
import kata.git.hook.HookCall;
import kata.git.hook.PushHooks;
import kata.git.hook.PushReport;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.home.KataHome;
import kata.process.Exec;
import kata.process.NonBlockingStream;
import kata.process.Progress;
import kata.update.InstalledProgram;

/** Receives a push, checks it and deploys it; the first push creates the repository. */
public final class GitReceivePackCommand implements Command {
  /** What a git client sends. */
  public static final String NAME = "git-receive-pack";

  private final KataHome home;
  private final Exec exec;
  private final PackService git;
  private final PushDeploy pushes;
  private final InstalledProgram program;
  private final Map<String, String> variables;
  private final Console console;
  private final Word app = Word.app();

  /**
   * Receives pushes with these services.
   *
   * @param variables the environment of the process
   */
  public GitReceivePackCommand(
      KataHome home,
      Exec exec,
      PackService git,
      PushDeploy pushes,
      InstalledProgram program,
      Map<String, String> variables,
      Console console) {
    this.home = home;
    this.exec = exec;
    this.git = git;
    this.pushes = pushes;
    this.program = program;
    this.variables = Map.copyOf(variables);
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.HIDDEN, "receive a push").usesDocker().arguments(app);
  }

  @Override
  public int run() {
    AppHome folders = home.claim(app.appName());
    prepareRepository(folders);
    int status;
    try (PushReport client = new PushReport(new NonBlockingStream(console.out()));
        PushHooks hooks =
            PushHooks.listen(
                exec,
                ExitCode.FAULT.status(),
                (call, output) -> check(folders, call, output, client),
                (call, output) -> deploy(folders, call, output))) {
      int received = git.receive(folders.repo(), hooks, client);
      int deployed = hooks.deployed(); // a deploy continues without git
      status = received != 0 ? received : deployed;
    }
    if (status == 0) {
      program.refreshStartArchive(new LineProgress(console.err()));
    }
    return status;
  }

  private void prepareRepository(AppHome folders) {
    Path kata = program.file(); // fails before anything is created
    AtomicFile.makeFolder(home.repos());
    // The operator can set variables before the app first runs.
    AtomicFile.makeFolder(folders.config());
    BareRepository repository = new BareRepository(folders.repo(), exec);
    if (repository.exists()) {
      repository.configure();
    } else {
      repository.create();
    }
    repository.installHooks(kata, home.root(), folders.name());
  }

  /** Rejects a push that asks for its plan only, with a reason that says so. */
  private int check(AppHome folders, HookCall call, OutputStream output, PushReport client) {
    return attempt(
        output,
        progress -> {
          if (!pushes.check(folders, call, progress)) {
            return ExitCode.DONE;
          }
          client.rejectAs("plan only");
          return ExitCode.FAILED;
        });
  }

  private int deploy(AppHome folders, HookCall call, OutputStream output) {
    return attempt(
        output,
        progress -> {
          pushes.receive(folders, call.lines(), progress);
          return ExitCode.DONE;
        });
  }

  /** Acts and reports failures as the command does that the hook would run itself. */
  private int attempt(OutputStream output, Function<Progress, ExitCode> action) {
    PrintStream err = new PrintStream(output, false, StandardCharsets.UTF_8);
    try {
      return action.apply(new LineProgress(err)).status();
    } catch (RuntimeException e) {
      return ErrorReporter.on(err, variables).report(e);
    }
  }
}
