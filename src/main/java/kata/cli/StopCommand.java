package kata.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class StopCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec app = Verb.app();

  StopCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  CommandSpec spec() {
    return Verb.command("stop", Group.DEPLOY, "stop an app and keep everything of it")
        .example("kata stop shop", "stop the containers of shop; `kata restart shop` starts it")
        .does(this::run)
        .addPositional(app);
  }

  private int run() {
    services
        .deployment()
        .lifecycle()
        .stop(services.home().existing(Verb.appName(app)), new LineProgress(console.err()));
    return 0;
  }
}
