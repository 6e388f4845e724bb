package kata.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.home.AppHome;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The post-receive hook: deploys what was pushed. Git drops its status, so it leaves a verdict. */
final class GitHookCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec app = Verb.app();

  GitHookCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  CommandSpec spec() {
    return Verb.hidden("git-hook", "deploy from lines `OLD NEW REF` on standard input", this::run)
        .addPositional(app);
  }

  private int run() throws Exception {
    AppHome home = services.home().claim(Verb.appName(app));
    try {
      services.deployment().pushes().receive(home, lines(), new LineProgress(console.err()));
      return 0;
    } catch (KataException e) {
      leaveVerdict(e.code());
      throw e;
    } catch (RuntimeException e) {
      leaveVerdict(ExitCode.FAULT);
      throw e;
    }
  }

  private List<String> lines() {
    return new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8))
        .lines()
        .toList();
  }

  private void leaveVerdict(ExitCode code) throws Exception {
    String file = services.variables().getOrDefault("KATA_VERDICT", "");
    if (!file.isEmpty()) {
      Files.writeString(Path.of(file), Integer.toString(code.status()));
    }
  }
}
