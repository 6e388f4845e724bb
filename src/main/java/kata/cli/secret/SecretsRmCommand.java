package kata.cli.secret;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.docker.swarm.Secrets;

/** Removes a secret of the Swarm. */
public final class SecretsRmCommand implements Command {
  /** What a user types. */
  public static final String NAME = "secrets:rm";

  private final Secrets secrets;
  private final Console console;
  private final Word name = Word.at(0, "NAME", "name of the secret");

  /** Removes from these secrets. */
  public SecretsRmCommand(Secrets secrets, Console console) {
    this.secrets = secrets;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.CONFIGURE, "remove a secret that no service uses")
        .example("kata secrets:rm TOKEN", "remove TOKEN with all its versions")
        .exitCode(ExitCode.FAILED.status(), "this server does not manage a Swarm")
        .arguments(name);
  }

  @Override
  public int run() {
    return SwarmCheck.run(
        secrets,
        console,
        () -> {
          secrets.remove(name.text());
          console.out().println("removed " + name.text());
        });
  }
}
