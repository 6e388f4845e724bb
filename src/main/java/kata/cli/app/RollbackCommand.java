package kata.cli.app;

import java.util.Optional;
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

/** Restores an earlier release of an app. */
public final class RollbackCommand implements Command {
  /** What a user types. */
  public static final String NAME = "rollback";

  private final KataHome home;
  private final Lifecycle lifecycle;
  private final Console console;
  private final Word app = Word.app();
  private final Word release =
      Word.optionalAt(1, "RELEASE", "its number; the previous release by default");

  /** Rolls back with these services. */
  public RollbackCommand(KataHome home, Lifecycle lifecycle, Console console) {
    this.home = home;
    this.lifecycle = lifecycle;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.DEPLOY, "restore an earlier release of an app")
        .example("kata rollback shop", "restore the previous release with its environment")
        .example("kata rollback shop 4", "restore release 4")
        .usesDocker()
        .arguments(app, release);
  }

  @Override
  public int run() {
    AppHome folders = home.existing(app.appName());
    lifecycle.rollBack(folders, number(release.text()), new LineProgress(console.err()));
    return ExitCode.DONE.status();
  }

  private static Optional<Integer> number(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw new UsageRefused(
          "'%s' is not a release number".formatted(text), "`kata releases APP` lists the releases");
    }
    return Optional.of(Integer.valueOf(text));
  }
}
