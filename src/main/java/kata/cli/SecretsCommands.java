package kata.cli;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import kata.docker.swarm.StoredSecret;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands that list and remove secrets of the Swarm. */
final class SecretsCommands {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private SecretsCommands() {}

  static Verb ls(Services services, Console console) {
    return Verb.command("secrets:ls", Group.CONFIGURE, "list the secrets of the Swarm")
        .example("kata secrets:ls", "print their versions, and the services that use them")
        .exits(ExitCode.FAILED, "Swarm is not active here")
        .does(() -> inSwarm(services, console, () -> print(services.secrets().list(), console)));
  }

  static Verb rm(Services services, Console console) {
    PositionalParamSpec name = Verb.word("NAME", "name of the secret");
    return Verb.command("secrets:rm", Group.CONFIGURE, "remove a secret that no service uses")
        .example("kata secrets:rm TOKEN", "remove TOKEN with all its versions")
        .exits(ExitCode.FAILED, "Swarm is not active here")
        .does(
            () ->
                inSwarm(
                    services,
                    console,
                    () -> {
                      services.secrets().remove(Verb.text(name));
                      console.out().println("removed " + Verb.text(name));
                    }))
        .takes(name);
  }

  /** Acts when this node manages a Swarm; otherwise warns, and fails. */
  static int inSwarm(Services services, Console console, Runnable action) {
    Optional<String> obstacle = services.secrets().swarm().obstacle();
    if (obstacle.isPresent()) {
      console.err().println("warning: " + obstacle.get());
      return ExitCode.FAILED.status();
    }
    action.run();
    return ExitCode.DONE.status();
  }

  private static void print(List<StoredSecret> secrets, Console console) {
    if (secrets.isEmpty()) {
      console.err().println("there are no secrets");
      return;
    }
    Table table = new Table("NAME", "VERSION", "CREATED", "USED BY");
    for (StoredSecret secret : secrets) {
      table.row(
          secret.name(),
          Integer.toString(secret.number()),
          MINUTE.format(secret.created().atZone(ZoneId.systemDefault())),
          String.join(", ", secret.usedBy()));
    }
    table.print(console.out());
  }
}
