package kata.cli.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Words;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.deploy.Lifecycle;
import kata.docker.swarm.SecretValue;
import kata.docker.swarm.Secrets;
import kata.docker.swarm.StoredSecret;
import kata.error.KataException;
import kata.home.AppName;
import kata.home.KataHome;

/** Sets secrets of the Swarm, and gives new values to the apps that use them. */
public final class SecretsSetCommand implements Command {
  /** What a user types. */
  public static final String NAME = "secrets:set";

  private final KataHome home;
  private final Secrets secrets;
  private final Lifecycle lifecycle;
  private final Console console;
  private final Words words =
      Words.from(0, "NAME[=VALUE]", "a value, @FILE, or - for standard input; NAME alone prompts");

  /** Sets these secrets, and refreshes the apps of this home. */
  public SecretsSetCommand(KataHome home, Secrets secrets, Lifecycle lifecycle, Console console) {
    this.home = home;
    this.secrets = secrets;
    this.lifecycle = lifecycle;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.CONFIGURE, "set or replace secrets of the Swarm")
        .example("kata secrets:set TOKEN", "prompt for the value without showing it")
        .example("kata secrets:set CERT=@cert.pem", "read the value from a file")
        .example("kata secrets:set TOKEN=-", "read the value from standard input, byte for byte")
        .exitCode(ExitCode.FAILED.status(), "this server does not manage a Swarm")
        .arguments(words)
        // A word like an option may be a value, and must not be repeated in an error.
        .takeUnknownOptions();
  }

  @Override
  public int run() {
    SecretSources sources = new SecretSources(words.texts(), console);
    return SwarmCheck.run(secrets, console, () -> setAll(sources.read()));
  }

  private void setAll(Map<String, SecretValue> values) {
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
    refreshApps(rotated);
    pruneVersions(rotated);
  }

  /** Sets one secret. A failure names those set before it, which no app uses yet. */
  private Secrets.Version set(String name, SecretValue value, List<String> done) {
    try {
      return secrets.set(name, value);
    } catch (KataException e) {
      if (done.isEmpty()) {
        throw e;
      }
      throw e.reworded(
          "%s; already set: %s".formatted(e.message(), String.join(", ", done)),
          "run the same command again to set all, and to refresh the apps that use them");
    }
  }

  private void refreshApps(List<String> rotated) {
    Set<String> users = new TreeSet<>();
    secrets.list().stream()
        .filter(secret -> rotated.contains(secret.name()))
        .forEach(secret -> users.addAll(secret.usedBy()));
    for (AppName app : home.appNames()) {
      if (users.stream().anyMatch(service -> service.startsWith(app.project() + "_"))) {
        lifecycle.refresh(home.app(app), new LineProgress(console.err()));
      }
    }
  }

  private void pruneVersions(List<String> rotated) {
    for (String name : rotated) {
      for (StoredSecret old : secrets.prune(name)) {
        console
            .err()
            .printf(
                "version %d of %s is still used by %s, which kata did not deploy%n",
                old.number(), name, String.join(", ", old.usedBy()));
      }
    }
  }
}
