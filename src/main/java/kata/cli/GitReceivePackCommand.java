package kata.cli;

import java.nio.file.Path;
import java.util.Optional;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.git.PackService;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.process.NonBlockingStream;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The server side of a push; makes the repository at the first one. */
final class GitReceivePackCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec app = Verb.app();

  GitReceivePackCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.hidden("git-receive-pack", "receive a push", this::run).takes(app);
  }

  private int run() {
    AppHome home = services.home().claim(Verb.appName(app));
    prepare(home);
    Verdict verdict = Verdict.expected();
    try (NonBlockingStream client = new NonBlockingStream(console.out())) {
      Optional<String> protocol = Optional.ofNullable(services.variables().get("GIT_PROTOCOL"));
      int status =
          new PackService(services.exec(), protocol).receive(home.repo(), verdict.file(), client);
      return status != 0 ? status : verdict.status().orElseGet(() -> recover(home));
    } finally {
      verdict.delete();
    }
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

  /** The hook was killed: what it began is put right before the push ends. */
  private int recover(AppHome home) {
    services.deployment().lifecycle().recover(home, new LineProgress(console.err()));
    throw new KataException(
        ExitCode.FAILED,
        "the deploy of %s was killed".formatted(home.name()),
        "what it had begun is put right; `kata deploy %s` tries again".formatted(home.name()));
  }
}
