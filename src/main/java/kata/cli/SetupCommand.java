package kata.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.home.AtomicFile;
import kata.process.Invocation;

/** Makes the folders and tells what of the rest is there. */
final class SetupCommand {
  private final Services services;
  private final Console console;
  private boolean missing;

  SetupCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.command("setup", Group.SERVER, "make the folders and check what kata needs")
        .example("kata setup", "say of git, Docker, Compose, Caddy and sshd what is there")
        .exits(ExitCode.FAILED, "something kata cannot do without is missing")
        .does(this::run);
  }

  private int run() {
    for (Path folder : services.home().folders()) {
      if (!Files.isDirectory(folder)) {
        AtomicFile.makeFolder(folder);
        console.out().println("made    " + folder);
      }
    }
    check("git", true, () -> program("git", "--version"));
    check("docker", true, () -> "engine " + services.engine().version());
    check("compose", true, () -> String.join(" ", services.compose().command()));
    check(
        "caddy",
        false,
        () -> {
          services.caddy().server("kata-setup");
          return "its admin API answers";
        });
    check("sshd", false, () -> program("/usr/sbin/sshd", "-V"));
    check(
        "quick start", false, () -> "with " + services.starts().make(services.installedProgram()));
    if (missing) {
      throw new OperationFailed(
          "something kata needs is missing; see above", "run `kata setup` again");
    }
    console.out().println("kata is ready in " + services.home().root());
    return 0;
  }

  private void check(String name, boolean needed, Supplier<String> question) {
    PrintStream out = console.out();
    try {
      out.printf("ok      %s: %s%n", name, Plain.text(question.get()));
    } catch (KataException e) {
      out.printf("%s %s: %s%n", needed ? "missing" : "no     ", name, Plain.text(e.message()));
      if (!e.hint().isEmpty()) {
        out.printf("        %s%n", Plain.text(e.hint()));
      }
      missing |= needed;
    }
  }

  private String program(String... argv) {
    var result = services.exec().run(Invocation.of(argv));
    String text = result.text().isEmpty() ? result.errors() : result.text();
    return text.lines().findFirst().orElse("");
  }
}
