package kata.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;

/** Looks commands up in a {@link CommandList}. */
public final class Catalog {
  private final CommandList list;

  /** Looks up the commands of this list. */
  public Catalog(CommandList list) {
    this.list = list;
  }

  /** Returns the command of this name. */
  Optional<Command> find(String name) {
    Selection selection = Selection.of(name);
    list.addTo(selection);
    List<Command> found = selection.commands(); // a stream would load 13 classes at each start
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  /** Returns the models of all commands, hidden ones too, in the order of help. */
  List<CommandModel> models() {
    Selection selection = Selection.ofAll();
    list.addTo(selection);
    return selection.commands().stream().map(Command::model).toList();
  }

  /** Returns the names of all commands; creates each command, so not for every start. */
  CommandNames names() {
    return new CommandNames(
        names(model -> model.group() != Group.HIDDEN),
        names(model -> model.group() == Group.HIDDEN));
  }

  private List<String> names(Predicate<CommandModel> wanted) {
    return models().stream().filter(wanted).map(CommandModel::name).toList();
  }
}
