package kata.cli;

import java.util.List;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;

/** Lists the commands, or explains one. */
public final class HelpCommand implements Command {
  /** What a user types. */
  public static final String NAME = "help";

  private final Catalog catalog;
  private final Console console;
  private final Word name =
      Word.optionalAt(0, "COMMAND", "the command to explain; without it, list all");

  /** Explains the commands of this catalog. */
  public HelpCommand(Catalog catalog, Console console) {
    this.catalog = catalog;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.SERVER, "list the commands, or explain one")
        .example("kata help", "list the commands")
        .example("kata help rm", "explain `kata rm`, as `kata rm --help` does")
        .arguments(name);
  }

  @Override
  public int run() {
    Manual manual = new Manual(console.coloured());
    console.out().print(name.text().isEmpty() ? manual.overview(catalog.models()) : page(manual));
    return ExitCode.DONE.status();
  }

  private String page(Manual manual) {
    Command command =
        catalog.find(name.text()).orElseThrow(() -> catalog.names().unknown(List.of(name.text())));
    CommandModel model = command.model();
    return manual.page(model, model.spec(command));
  }
}
