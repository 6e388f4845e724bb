package kata.cli.git;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.UsageRefused;
import kata.cli.console.Console;
import kata.cli.console.Sanitizer;
import kata.process.Exec;
import kata.ssh.AuthorizedKeys;
import kata.ssh.OriginalCommand;

/**
 * Runs the one kata command that an SSH client sent, without a shell; keys can run nothing else.
 */
public final class SshShellCommand implements Command {
  /** What authorized_keys runs for every key. */
  public static final String NAME = AuthorizedKeys.COMMAND;

  private final Exec exec;
  private final Path userHome;
  private final Map<String, String> variables;
  private final Console console;
  private final ToIntFunction<List<String>> kata;

  /**
   * Runs commands that SSH clients sent.
   *
   * @param userHome the folder that sftp starts in
   * @param variables the environment that sshd gives
   * @param kata runs a command line of kata
   */
  public SshShellCommand(
      Exec exec,
      Path userHome,
      Map<String, String> variables,
      Console console,
      ToIntFunction<List<String>> kata) {
    this.exec = exec;
    this.userHome = userHome;
    this.variables = Map.copyOf(variables);
    this.console = console;
    this.kata = kata;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.HIDDEN, "run the command that came over SSH");
  }

  @Override
  public int run() {
    String line = variables.getOrDefault("SSH_ORIGINAL_COMMAND", "");
    List<String> words = OriginalCommand.split(line);
    if (words.isEmpty()) {
      String key = Sanitizer.clean(variables.getOrDefault("KATA_KEY", "your key"));
      console.out().println("Hello " + key + ", this is kata. `help` lists commands.");
      return ExitCode.DONE.status();
    }
    if (words.get(0).equals(NAME)) {
      throw new UsageRefused(
          NAME + " already runs your command", "send a command of kata, such as `help`");
    }
    if (SftpServer.isRequestedBy(words)) {
      return new SftpServer(exec, userHome).run(words);
    }
    return kata.applyAsInt(words);
  }
}
