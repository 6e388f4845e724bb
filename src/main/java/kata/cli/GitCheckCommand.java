package kata.cli;

import kata.git.HookCall;
import kata.home.AppHome;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Checks for a pre-receive hook that no kata answers; see {@link kata.git.PushHooks}. */
final class GitCheckCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec app = Verb.app();

  GitCheckCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.hidden("git-check", "check lines `OLD NEW REF` on standard input", this::run)
        .takes(app);
  }

  private int run() {
    AppHome home = services.home().claim(Verb.appName(app));
    services
        .deployment()
        .pushes()
        .check(
            home,
            HookCall.of(services.variables(), console.lines()),
            new LineProgress(console.err()));
    return 0;
  }
}
