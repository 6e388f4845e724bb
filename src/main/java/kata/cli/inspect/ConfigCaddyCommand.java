package kata.cli.inspect;

import kata.caddy.admin.CaddyAdmin;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.error.CaddyUnavailable;
import kata.error.KataException;
import kata.home.KataHome;

/** Shows the server of an app in Caddy's live configuration. */
public final class ConfigCaddyCommand implements Command {
  /** What a user types. */
  public static final String NAME = "config:caddy";

  private final KataHome home;
  private final CaddyAdmin caddy;
  private final Console console;
  private final Word app = Word.app();

  /** Shows what this Caddy has. */
  public ConfigCaddyCommand(KataHome home, CaddyAdmin caddy, Console console) {
    this.home = home;
    this.caddy = caddy;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.LOOK, "show the server of an app in Caddy, as JSON")
        .example("kata config:caddy shop", "show the live routes of shop")
        .arguments(app);
  }

  @Override
  public int run() {
    String name = home.existing(app.appName()).name().value();
    console.out().println(caddy.prettyJson(name).orElseThrow(() -> missing(name)));
    return ExitCode.DONE.status();
  }

  private KataException missing(String name) {
    return caddy.hasRoutes(name)
        ? new CaddyUnavailable(
            "Caddy has lost the routes of app '%s'".formatted(name),
            "run `kata caddy:sync` to restore them")
        : KataException.refused(
            "Caddy has no server for app '%s'".formatted(name),
            "add a caddy section to kata-compose.yaml");
  }
}
