package kata.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kata.cli.command.Command;

/** Collects commands from a {@link CommandList}: one by its name, or all of them. */
public final class Selection {
  private final Optional<String> only;
  private final List<Command> commands = new ArrayList<>();

  private Selection(Optional<String> only) {
    this.only = only;
  }

  static Selection of(String name) {
    return new Selection(Optional.of(name));
  }

  static Selection ofAll() {
    return new Selection(Optional.empty());
  }

  /** Returns whether the command of this name is to be created and added. */
  public boolean wants(String name) {
    return only.isEmpty() || only.get().equals(name);
  }

  /** Adds a wanted command. */
  public void add(Command command) {
    commands.add(command);
  }

  List<Command> commands() {
    return List.copyOf(commands);
  }
}
