package kata.cli.app;

import java.util.Optional;
import kata.app.Modes;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.UsageRefused;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.cli.console.LineProgress;
import kata.deploy.Lifecycle;
import kata.home.AppHome;
import kata.home.KataHome;
import kata.home.Mode;

/** Shows or sets whether an app runs in Compose or in Swarm. */
public final class ModeCommand implements Command {
  /** What a user types. */
  public static final String NAME = "mode";

  private static final String AUTO = "auto";

  private final KataHome home;
  private final Lifecycle lifecycle;
  private final Console console;
  private final Word app = Word.app();
  private final Word mode = Word.optionalAt(1, "MODE", "compose, swarm or auto");

  /** Shows and sets modes with these services. */
  public ModeCommand(KataHome home, Lifecycle lifecycle, Console console) {
    this.home = home;
    this.lifecycle = lifecycle;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.CONFIGURE, "show or set the mode of an app")
        .example("kata mode shop", "print `shop: compose` or `shop: swarm`, and the reason")
        .example("kata mode shop swarm", "run shop in Swarm now, and after each push")
        .example("kata mode shop auto", "choose by x-kata-mode and by what this server has")
        .arguments(app, mode);
  }

  @Override
  public int run() {
    AppHome folders = home.existing(app.appName());
    String word = mode.text();
    if (word.isEmpty()) {
      Modes.Decision decision = lifecycle.mode(folders);
      console.out().printf("%s: %s%n", folders.name(), decision.mode().word());
      console.err().printf("       %s%n", decision.because());
      return ExitCode.DONE.status();
    }
    Optional<Mode> choice = Mode.of(word);
    if (choice.isEmpty() && !word.equals(AUTO)) {
      throw new UsageRefused("there is no mode '%s'".formatted(word), "use compose, swarm or auto");
    }
    lifecycle.choose(folders, choice, new LineProgress(console.err()));
    return ExitCode.DONE.status();
  }
}
