package kata.cli.server;

import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.route.RouteSync;

/** Restores the routes of all apps in Caddy. */
public final class CaddySyncCommand implements Command {
  /** What a user types. */
  public static final String NAME = "caddy:sync";

  private final RouteSync routes;
  private final Console console;

  /** Restores these routes. */
  public CaddySyncCommand(RouteSync routes, Console console) {
    this.routes = routes;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.SERVER, "restore the routes of all apps in Caddy")
        .example("kata caddy:sync", "after Caddy was reinstalled or lost its configuration")
        .exitCode(
            ExitCode.CADDY.status(), "Caddy cannot be reached, or rejects the routes of an app");
  }

  @Override
  public int run() {
    routes.run(new LineProgress(console.err()));
    return ExitCode.DONE.status();
  }
}
