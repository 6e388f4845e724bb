package kata.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class RestartCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec app = Verb.app();

  RestartCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  CommandSpec spec() {
    return Verb.command("restart", Group.DEPLOY, "stop and start an app with its present settings")
        .example("kata restart shop", "run shop with the ENV file you just changed")
        .does(this::run)
        .addPositional(app);
  }

  private int run() {
    services
        .deployment()
        .lifecycle()
        .restart(services.home().existing(Verb.appName(app)), new LineProgress(console.err()));
    return 0;
  }
}
