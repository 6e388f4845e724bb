package kata.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import kata.caddy.admin.CaddyAdmin;
import kata.error.CaddyUnavailable;
import kata.error.KataException;
import kata.home.AppHome;
import kata.home.KataHome;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The three commands that show what an app says, what kata made of it, and what Caddy has. */
final class ConfigCommands {
  private ConfigCommands() {}

  static Verb stack(Services services, Console console) {
    return show(
        "config:stack",
        "show the kata-compose.yaml of an app",
        "what the release of shop that serves was deployed from",
        services,
        app -> print(console, app.code().resolve(KataHome.SOURCE_FILE), app));
  }

  static Verb docker(Services services, Console console) {
    return show(
        "config:docker",
        "show the file generated for Compose or Swarm, secrets too",
        "what Compose was told of shop, with every variable in its place",
        services,
        app -> print(console, app.code().resolve(KataHome.GENERATED_FILE), app));
  }

  static Verb caddy(Services services, Console console) {
    return show(
        "config:caddy",
        "show the server of an app as Caddy has it, as JSON",
        "the routes of shop that are live now",
        services,
        app ->
            console
                .out()
                .println(
                    services
                        .caddy()
                        .prettyJson(app.name().value())
                        .orElseThrow(() -> absent(services.caddy(), app.name().value()))));
  }

  private static KataException absent(CaddyAdmin caddy, String app) {
    return caddy.hasRoutes(app)
        ? new CaddyUnavailable(
            "Caddy has lost the routes of app '%s'".formatted(app),
            "`kata caddy:sync` puts them back")
        : KataException.refused(
            "Caddy has no server for app '%s'".formatted(app),
            "it comes from the caddy section of kata-compose.yaml");
  }

  /** Shows something of an app. */
  private interface Show {
    void of(AppHome app);
  }

  private static Verb show(
      String name, String description, String example, Services services, Show show) {
    PositionalParamSpec app = Verb.app();
    return Verb.command(name, Group.LOOK, description)
        .example("kata " + name + " shop", example)
        .does(
            () -> {
              show.of(services.home().existing(Verb.appName(app)));
              return 0;
            })
        .takes(app);
  }

  private static void print(Console console, Path file, AppHome app) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw KataException.refused(
          "app '%s' has no %s".formatted(app.name(), file.getFileName()), "deploy it first");
    }
    try {
      console.out().write(Files.readAllBytes(file));
      console.out().flush();
    } catch (IOException e) {
      throw KataException.refused("cannot read %s: %s".formatted(file, e.getMessage()), "");
    }
  }
}
