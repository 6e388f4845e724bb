package kata.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import kata.git.BareRepository;
import kata.git.PackService;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.process.NonBlockingStream;
import picocli.CommandLine.Model.CommandSpec;
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

  CommandSpec spec() {
    return Verb.hidden("git-receive-pack", "receive a push", this::run).addPositional(app);
  }

  private int run() throws IOException {
    AppHome home = services.home().claim(Verb.appName(app));
    prepare(home);
    Path verdict = Files.createTempFile("kata-push", ".verdict");
    try (NonBlockingStream client = new NonBlockingStream(console.out())) {
      Optional<String> protocol = Optional.ofNullable(services.variables().get("GIT_PROTOCOL"));
      int status = new PackService(services.exec(), protocol).receive(home.repo(), verdict, client);
      return status != 0 ? status : verdict(verdict);
    } finally {
      Files.deleteIfExists(verdict);
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

  /** Git itself reports success when a post-receive hook failed; the hook left its status here. */
  private static int verdict(Path file) throws IOException {
    String text = Files.readString(file).strip();
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }
}
