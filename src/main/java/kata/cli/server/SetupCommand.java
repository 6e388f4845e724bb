package kata.cli.server;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import kata.caddy.admin.CaddyAdmin;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.console.Console;
import kata.cli.console.Sanitizer;
import kata.docker.compose.ComposeOrchestrator;
import kata.docker.engine.DockerEngine;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.home.AtomicFile;
import kata.home.KataHome;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;
import kata.update.InstalledProgram;

/** Creates the folders and checks the programs that kata uses. */
public final class SetupCommand implements Command {
  /** What a user types. */
  public static final String NAME = "setup";

  private final KataHome home;
  private final Exec exec;
  private final DockerEngine engine;
  private final ComposeOrchestrator compose;
  private final CaddyAdmin caddy;
  private final InstalledProgram program;
  private final Console console;
  private boolean missing;

  /** Checks these services. */
  public SetupCommand(
      KataHome home,
      Exec exec,
      DockerEngine engine,
      ComposeOrchestrator compose,
      CaddyAdmin caddy,
      InstalledProgram program,
      Console console) {
    this.home = home;
    this.exec = exec;
    this.engine = engine;
    this.compose = compose;
    this.caddy = caddy;
    this.program = program;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.SERVER, "create the folders and check what kata needs")
        .example("kata setup", "check git, Docker, Compose, Caddy and sshd")
        .exitCode(ExitCode.FAILED.status(), "a program that kata needs is missing");
  }

  @Override
  public int run() {
    for (Path folder : home.folders()) {
      if (!Files.isDirectory(folder)) {
        AtomicFile.makeFolder(folder);
        console.out().println("made    " + folder);
      }
    }
    check("git", true, () -> firstLine("git", "--version"));
    check("docker", true, () -> "engine " + engine.version());
    check("compose", true, () -> String.join(" ", compose.command()));
    check(
        "caddy",
        false,
        () -> {
          caddy.server("kata-setup");
          return "its admin API answers";
        });
    check("sshd", false, () -> firstLine("/usr/sbin/sshd", "-V"));
    check("quick start", false, () -> "with " + program.createStartArchive());
    if (missing) {
      throw new OperationFailed(
          "something kata needs is missing; see above",
          "install what is missing, then run `kata setup` again");
    }
    console.out().println("kata is ready in " + home.root());
    return ExitCode.DONE.status();
  }

  private void check(String name, boolean needed, Supplier<String> answer) {
    PrintStream out = console.out();
    try {
      out.printf("ok      %s: %s%n", name, Sanitizer.clean(answer.get()));
    } catch (KataException e) {
      String mark = needed ? "missing" : "no     ";
      out.printf("%s %s: %s%n", mark, name, Sanitizer.clean(e.message()));
      if (!e.hint().isEmpty()) {
        out.printf("        %s%n", Sanitizer.clean(e.hint()));
      }
      missing |= needed;
    }
  }

  private String firstLine(String... argv) {
    Result result = exec.run(Invocation.of(argv));
    String text = result.text().isEmpty() ? result.errors() : result.text();
    return text.lines().findFirst().orElse("");
  }
}
