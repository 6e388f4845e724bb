package kata.cli.secret;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.console.Console;
import kata.cli.console.Table;
import kata.docker.swarm.Secrets;
import kata.docker.swarm.StoredSecret;

/** Lists the secrets of the Swarm. */
public final class SecretsLsCommand implements Command {
  /** What a user types. */
  public static final String NAME = "secrets:ls";

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private final Secrets secrets;
  private final Console console;

  /** Lists these secrets. */
  public SecretsLsCommand(Secrets secrets, Console console) {
    this.secrets = secrets;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.CONFIGURE, "list the secrets of the Swarm")
        .example("kata secrets:ls", "list their versions, and the services that use them")
        .exitCode(ExitCode.FAILED.status(), "this server does not manage a Swarm");
  }

  @Override
  public int run() {
    return SwarmCheck.run(secrets, console, () -> print(secrets.list()));
  }

  private void print(List<StoredSecret> stored) {
    if (stored.isEmpty()) {
      console.err().println("there are no secrets");
      return;
    }
    Table table = new Table("NAME", "VERSION", "CREATED", "USED BY");
    for (StoredSecret secret : stored) {
      table.row(
          secret.name(),
          Integer.toString(secret.number()),
          MINUTE.format(secret.created().atZone(ZoneId.systemDefault())),
          String.join(", ", secret.usedBy()));
    }
    table.print(console.out());
  }
}
