package kata.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import kata.error.OperationFailed;
import kata.home.AppHome;
import kata.home.AppName;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class RmCommand {
  private final Services services;
  private final Console console;
  private final OptionSpec force = Verb.flag("do not ask", "-f", "--force");
  private final OptionSpec wipe =
      Verb.flag("delete its data, config and named volumes too", "-w", "--wipe");
  private final PositionalParamSpec app = Verb.app();

  RmCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.command("rm", Group.DEPLOY, "remove an app and keep its data and config")
        .example("kata rm shop", "ask for the name, then remove shop; a push brings it back")
        .example("kata rm --force --wipe shop", "remove shop and all it stored, without asking")
        .example("kata rm --wipe old", "delete what an earlier removal of old kept")
        .exits(ExitCode.FAILED, "the name was not typed; nothing was removed")
        .exits(ExitCode.USAGE, "nobody is there to ask, and --force is not given")
        .asksDocker()
        .does(this::run)
        .takes(force, wipe, app);
  }

  private int run() {
    AppName name = Verb.appName(app);
    AppHome home =
        Verb.isSet(wipe) ? services.home().deletable(name) : services.home().existing(name);
    if (!Verb.isSet(force)) {
      confirm(home.name());
    }
    services.deployment().remover().remove(home, Verb.isSet(wipe), new LineProgress(console.err()));
    return 0;
  }

  private void confirm(AppName name) {
    if (!console.interactive()) {
      throw new UsageRefused(
          "rm asks before it removes, and nobody is here to answer", "add --force");
    }
    console.err().printf("This removes '%s'. Type its name to go on: ", name);
    console.err().flush();
    if (!name.value().equals(answer())) {
      throw new OperationFailed("nothing was removed", "");
    }
  }

  private String answer() {
    try {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
      String line = reader.readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      return "";
    }
  }
}
