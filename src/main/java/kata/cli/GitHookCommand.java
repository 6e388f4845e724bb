package kata.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.git.PackService;
import kata.home.AppHome;
import kata.process.Progress;
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

  Verb verb() {
    return Verb.hidden("git-hook", "deploy from lines `OLD NEW REF` on standard input", this::run)
        .asksDocker()
        .takes(app);
  }

  private int run() {
    Optional<Verdict> verdict =
        Optional.ofNullable(services.variables().get(PackService.VERDICT))
            .filter(file -> !file.isEmpty())
            .map(file -> new Verdict(Path.of(file)));
    verdict.ifPresent(Verdict::open);
    int status = ExitCode.FAULT.status();
    Progress progress = new LineProgress(console.err());
    try {
      AppHome home = services.home().claim(Verb.appName(app));
      services.deployment().pushes().receive(home, lines(), progress);
      status = 0;
    } catch (KataException e) {
      status = e.code().status();
      throw e;
    } finally {
      int ended = status;
      verdict.ifPresent(open -> open.close(ended));
    }
    services.keepStartsQuick(progress); // the push is good, whatever becomes of this
    return status;
  }

  private List<String> lines() {
    return new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8))
        .lines()
        .toList();
  }
}
