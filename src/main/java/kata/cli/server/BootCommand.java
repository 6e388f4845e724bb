package kata.cli.server;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.deploy.Boot;
import kata.process.Progress;
import kata.update.InstalledProgram;

/** Starts the apps that ran before the server went down. */
public final class BootCommand implements Command {
  /** What a user types. */
  public static final String NAME = "boot";

  private final Boot boot;
  private final InstalledProgram program;
  private final Console console;

  /** Starts apps with these services. */
  public BootCommand(Boot boot, InstalledProgram program, Console console) {
    this.boot = boot;
    this.program = program;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.SERVER, "start the apps that ran before a reboot")
        .example("kata boot", "the command of a systemd unit; see docs/install.md")
        .exitCode(ExitCode.FAILED.status(), "an app did not start; all others run");
  }

  @Override
  public int run() {
    Progress progress = new LineProgress(console.err());
    boot.run(progress);
    program.refreshStartArchive(progress);
    return ExitCode.DONE.status();
  }
}
