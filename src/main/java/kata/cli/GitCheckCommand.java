package kata.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kata.home.AppHome;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The pre-receive hook: refuses what cannot be deployed, before the branch moves. */
final class GitCheckCommand {
  /** Where the objects of a push are until it is taken in; see githooks(5). */
  private static final List<String> QUARANTINE =
      List.of("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES");

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
    List<String> lines =
        new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8))
            .lines()
            .toList();
    Map<String, String> quarantine = new TreeMap<>();
    for (String name : QUARANTINE) {
      String value = services.variables().get(name);
      if (value != null) {
        quarantine.put(name, value);
      }
    }
    services.deployment().pushes().check(home, lines, quarantine);
    return 0;
  }
}
