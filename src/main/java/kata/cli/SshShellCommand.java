package kata.cli;

import java.util.List;
import java.util.function.ToIntFunction;
import kata.ssh.OriginalCommand;

/** The forced command of every key: runs the one kata command that was sent, through no shell. */
final class SshShellCommand {
  private static final String NAME = "ssh-shell";

  private final Services services;
  private final Console console;
  private final ToIntFunction<List<String>> runner;

  SshShellCommand(Services services, Console console, ToIntFunction<List<String>> runner) {
    this.services = services;
    this.console = console;
    this.runner = runner;
  }

  Verb verb() {
    return Verb.hidden(NAME, "run the command that came over SSH", this::run);
  }

  private int run() {
    String line = services.variables().getOrDefault("SSH_ORIGINAL_COMMAND", "");
    List<String> words = OriginalCommand.split(line);
    if (words.isEmpty()) {
      String key = services.variables().getOrDefault("KATA_KEY", "your key");
      console.out().println("Hello " + Plain.text(key) + ", this is kata. `help` lists commands.");
      return 0;
    }
    if (words.get(0).equals(NAME)) {
      throw new UsageRefused(NAME + " is what runs your command already", "");
    }
    if (SftpServer.isAskedFor(words)) {
      return new SftpServer(services.exec(), services.userHome()).run(words);
    }
    return runner.applyAsInt(words);
  }
}
