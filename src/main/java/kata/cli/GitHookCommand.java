package kata.cli;

import kata.home.AppHome;
import kata.process.Progress;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Deploys for a post-receive hook that no kata answers; see {@link kata.git.PushHooks}. */
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
    Progress progress = new LineProgress(console.err());
    AppHome home = services.home().claim(Verb.appName(app));
    services.deployment().pushes().receive(home, console.lines(), progress);
    services.keepStartsQuick(progress); // the push is good, whatever becomes of this
    return 0;
  }
}
