package kata.cli.server;

import java.nio.file.Path;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.RawArguments;
import kata.process.Exec;
import kata.process.Invocation;

/** Runs scp for old clients, which send {@code scp -t} or {@code scp -f}. */
public final class ScpCommand implements Command {
  /** What a client sends. */
  public static final String NAME = "scp";

  private final Exec exec;
  private final Path userHome;
  private final RawArguments arguments = new RawArguments();

  /**
   * Runs scp through this.
   *
   * @param userHome the folder that relative paths start from
   */
  public ScpCommand(Exec exec, Path userHome) {
    this.exec = exec;
    this.userHome = userHome;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.SERVER, "run scp; `scp -O` calls it over SSH")
        .example("kata scp -t data/shop", "the server's side of `scp -O x kata@server:data/shop`")
        .exitCode("...", "the exit status of scp")
        .rawArguments(arguments);
  }

  @Override
  public int run() {
    return exec.passthrough(Invocation.of("scp").with(arguments.texts()).in(userHome));
  }
}
