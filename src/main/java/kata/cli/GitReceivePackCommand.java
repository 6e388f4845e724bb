package kata.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import kata.deploy.PushDeploy;
import kata.git.BareRepository;
import kata.git.HookCall;
import kata.git.PackService;
import kata.git.PushHooks;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.process.NonBlockingStream;
import kata.process.Progress;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The server side of a push, its check and its deploy; makes the repository at the first one. */
final class GitReceivePackCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec app = Verb.app();

  GitReceivePackCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.hidden("git-receive-pack", "receive a push", this::run).asksDocker().takes(app);
  }

  private int run() {
    AppHome home = services.home().claim(Verb.appName(app));
    prepare(home);
    Optional<String> protocol = Optional.ofNullable(services.variables().get("GIT_PROTOCOL"));
    PackService git = new PackService(services.exec(), protocol);
    int status;
    try (PushHooks hooks =
            PushHooks.listen(
                services.exec(),
                ExitCode.FAULT.status(),
                (call, story) -> check(home, call, story),
                (call, story) -> deploy(home, call, story));
        NonBlockingStream client = new NonBlockingStream(console.out())) {
      int received = git.receive(home.repo(), hooks, client);
      int deployed = hooks.deployed(); // it goes on without git
      status = received != 0 ? received : deployed;
    }
    if (status == 0) { // the push is good, whatever becomes of this
      services.keepStartsQuick(new LineProgress(console.err()));
    }
    return status;
  }

  private void prepare(AppHome home) {
    Path program = services.installedProgram();
    AtomicFile.makeFolder(services.home().repos());
    // The operator can set variables before the app first runs.
    AtomicFile.makeFolder(home.config());
    BareRepository repository = new BareRepository(home.repo(), services.exec());
    if (repository.exists()) {
      repository.configure();
    } else {
      repository.create();
    }
    repository.installHooks(program, services.home().root(), home.name());
  }

  private int check(AppHome home, HookCall call, OutputStream story) {
    return attempt(story, progress -> services.deployment().pushes().check(home, call, progress));
  }

  private int deploy(AppHome home, HookCall call, OutputStream story) {
    PushDeploy pushes = services.deployment().pushes();
    return attempt(story, progress -> pushes.receive(home, call.lines(), progress));
  }

  /** Does what a command would that git's hook runs, and fails like that. */
  private int attempt(OutputStream story, Consumer<Progress> action) {
    PrintStream err = new PrintStream(story, false, StandardCharsets.UTF_8);
    try {
      action.accept(new LineProgress(err));
      return 0;
    } catch (RuntimeException e) {
      return ErrorHandlers.on(err, services.variables()).failed(e);
    }
  }
}
