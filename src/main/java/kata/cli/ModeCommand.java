package kata.cli;

import java.util.Optional;
import kata.app.Modes;
import kata.home.AppHome;
import kata.home.Mode;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Shows how an app runs, or chooses it. */
final class ModeCommand {
  private static final String AUTO = "auto";

  private final Services services;
  private final Console console;
  private final PositionalParamSpec app = Verb.app();
  private final PositionalParamSpec mode =
      PositionalParamSpec.builder()
          .paramLabel("MODE")
          .arity("0..1")
          .index("1")
          .type(String.class)
          .description("compose, swarm or auto")
          .build();

  ModeCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.command("mode", Group.CONFIGURE, "show how an app runs, or choose it")
        .example("kata mode shop", "print `shop: compose` or `shop: swarm`, and why")
        .example("kata mode shop swarm", "move shop to the Swarm, also for pushes to come")
        .example("kata mode shop auto", "leave it to x-kata-mode and to this server")
        .does(this::run)
        .takes(app, mode);
  }

  private int run() {
    AppHome home = services.home().existing(Verb.appName(app));
    String word = Verb.text(mode);
    if (word.isEmpty()) {
      Modes.Decision decision = services.deployment().lifecycle().mode(home);
      console.out().printf("%s: %s%n", home.name(), decision.mode().word());
      console.err().printf("       %s%n", decision.because());
      return 0;
    }
    Optional<Mode> choice = Mode.of(word);
    if (choice.isEmpty() && !word.equals(AUTO)) {
      throw new UsageRefused(
          "there is no mode '%s'".formatted(word), "it is compose, swarm or auto");
    }
    services.deployment().lifecycle().choose(home, choice, new LineProgress(console.err()));
    return 0;
  }
}
