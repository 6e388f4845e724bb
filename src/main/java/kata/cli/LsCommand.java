package kata.cli;

import kata.deploy.AppStatus;

final class LsCommand {
  private final Services services;
  private final Console console;

  LsCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.command("ls", Group.LOOK, "list the apps and mark those that run with a *")
        .example("kata ls", "print `*shop` when shop runs, ` shop` when it does not")
        .asksDocker()
        .does(this::run);
  }

  private int run() {
    for (AppStatus.Line line : services.deployment().status().list()) {
      console.out().println((line.running() ? "*" : " ") + line.app());
    }
    return 0;
  }
}
