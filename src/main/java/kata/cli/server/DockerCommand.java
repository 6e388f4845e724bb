package kata.cli.server;

import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.RawArguments;
import kata.process.Exec;
import kata.process.Invocation;

/** Runs docker with every argument as given, on kata's own streams. */
public final class DockerCommand implements Command {
  /** What a user types. */
  public static final String NAME = "docker";

  private final Exec exec;
  private final RawArguments arguments = new RawArguments();

  /** Runs docker through this. */
  public DockerCommand(Exec exec) {
    this.exec = exec;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.SERVER, "run docker with the arguments as given")
        .example("kata docker logs --tail 20 shop-web-1", "show what a container wrote")
        .exitCode("...", "the exit status of docker")
        .rawArguments(arguments);
  }

  @Override
  public int run() {
    return exec.passthrough(Invocation.of("docker").with(arguments.texts()));
  }
}
