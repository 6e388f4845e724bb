package kata.cli.inspect;

import java.util.LinkedHashSet;
import java.util.Set;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Words;
import kata.cli.console.Console;
import kata.cli.console.Table;
import kata.docker.inventory.Instance;
import kata.docker.inventory.Inventory;
import kata.docker.inventory.Lookup;

/** Shows the containers and tasks of apps and services. */
public final class PsCommand implements Command {
  /** What a user types. */
  public static final String NAME = "ps";

  private final Inventory inventory;
  private final Console console;
  private final Words names =
      Words.from(0, "NAME", "an app, app/service, a container, or a Swarm task");

  /** Shows what this inventory has. */
  public PsCommand(Inventory inventory, Console console) {
    this.inventory = inventory;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.LOOK, "show the containers and tasks of apps and services")
        .example("kata ps shop", "show all of shop: state, health, image and ports")
        .example("kata ps shop/web blog/web", "show two services")
        .usesDocker()
        .arguments(names);
  }

  @Override
  public int run() {
    Lookup lookup = new Lookup(inventory.everywhere());
    Set<Instance> found = new LinkedHashSet<>();
    names.texts().forEach(name -> found.addAll(lookup.named(name)));
    Table table = new Table("SERVICE", "CONTAINER", "STATE", "IMAGE", "PORTS");
    for (Instance one : found) {
      table.row(one.label(), one.name(), one.state(), one.image(), one.ports());
    }
    table.print(console.out());
    return ExitCode.DONE.status();
  }
}
