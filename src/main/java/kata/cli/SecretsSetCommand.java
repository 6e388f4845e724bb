package kata.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kata.docker.SecretValue;
import kata.docker.Secrets;
import kata.docker.StoredSecret;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class SecretsSetCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec words =
      Verb.words(
          "NAME[=VALUE|=@FILE|=-]",
          "the value itself, a file, or standard input; NAME alone asks for it",
          "0..*");

  SecretsSetCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Verb.command("secrets:set", "set or replace secrets of the Swarm", this::run)
            .addPositional(words);
    // A word that looks like an option may be a value, and must not be repeated in an error.
    spec.parser().unmatchedOptionsArePositionalParams(true);
    return spec;
  }

  private int run() {
    SecretSources sources = new SecretSources(Verb.texts(words), console);
    return SecretsCommands.inSwarm(services, console, () -> set(sources.read()));
  }

  private void set(Map<String, SecretValue> values) {
    List<String> rotated = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          Secrets.Version version = services.secrets().set(name, value);
          if (version.rotated()) {
            console.out().printf("rotated %s to version %d%n", name, version.number());
            rotated.add(name);
          } else {
            console.out().printf("created %s%n", name);
          }
        });
    roll(rotated);
  }

  /** Brings new values to the services that use them, and removes the old ones nobody uses. */
  private void roll(List<String> rotated) {
    boolean left = false;
    for (String name : rotated) {
      for (StoredSecret old : services.secrets().prune(name)) {
        console
            .err()
            .printf(
                "version %d of %s is still used by %s%n",
                old.number(), name, String.join(", ", old.usedBy()));
        left = true;
      }
    }
    if (left) {
      console.err().println("hint: `kata restart APP` gives an app the new value");
    }
  }
}
