package kata.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kata.docker.swarm.SecretValue;
import kata.docker.swarm.Secrets;
import kata.docker.swarm.StoredSecret;
import kata.error.KataException;
import kata.home.AppName;
import picocli.CommandLine.Model.PositionalParamSpec;

final class SecretsSetCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec words =
      Verb.words(
          "NAME[=VALUE]", "a value, @FILE, or - for standard input; NAME alone asks", "0..*");

  SecretsSetCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.command("secrets:set", Group.CONFIGURE, "set or replace secrets of the Swarm")
        .example("kata secrets:set TOKEN", "ask for the value, and show nothing of it")
        .example("kata secrets:set CERT=@cert.pem", "take the bytes of a file")
        .example("kata secrets:set TOKEN=-", "take standard input, byte for byte")
        .exits(ExitCode.FAILED, "Swarm is not active here")
        .does(this::run)
        .takes(words)
        // A word that looks like an option may be a value, and must not be repeated in an error.
        .parsed(parser -> parser.unmatchedOptionsArePositionalParams(true));
  }

  private int run() {
    SecretSources sources = new SecretSources(Verb.texts(words), console);
    return SecretsCommands.inSwarm(services, console, () -> set(sources.read()));
  }

  private void set(Map<String, SecretValue> values) {
    List<String> rotated = new ArrayList<>();
    List<String> done = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          Secrets.Version version = set(name, value, done);
          done.add(name);
          if (version.rotated()) {
            console.out().printf("rotated %s to version %d%n", name, version.number());
            rotated.add(name);
          } else {
            console.out().printf("created %s%n", name);
          }
        });
    roll(rotated);
  }

  /** Says what is done when the rest fails: no app has it yet. */
  private Secrets.Version set(String name, SecretValue value, List<String> done) {
    try {
      return services.secrets().set(name, value);
    } catch (KataException e) {
      if (done.isEmpty()) {
        throw e;
      }
      throw e.reworded(
          "%s; set already: %s".formatted(e.message(), String.join(", ", done)),
          "the same command again sets all, and starts the apps that use them");
    }
  }

  /** Brings new values to the apps that use them, and removes the old ones nobody uses. */
  private void roll(List<String> rotated) {
    Set<String> users = new TreeSet<>();
    services.secrets().list().stream()
        .filter(secret -> rotated.contains(secret.name()))
        .forEach(secret -> users.addAll(secret.usedBy()));
    for (AppName app : services.home().appNames()) {
      if (users.stream().anyMatch(service -> service.startsWith(app.project() + "_"))) {
        services
            .deployment()
            .lifecycle()
            .refresh(services.home().app(app), new LineProgress(console.err()));
      }
    }
    for (String name : rotated) {
      for (StoredSecret old : services.secrets().prune(name)) {
        console
            .err()
            .printf(
                "version %d of %s is still used by %s, which kata did not deploy%n",
                old.number(), name, String.join(", ", old.usedBy()));
      }
    }
  }
}
