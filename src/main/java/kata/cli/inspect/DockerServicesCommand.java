package kata.cli.inspect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import kata.cli.ExitCode;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.cli.console.Console;
import kata.cli.console.Table;
import kata.docker.inventory.Instance;
import kata.docker.inventory.Inventory;
import kata.docker.inventory.Lookup;
import kata.process.Exec;
import kata.process.Invocation;

/** Lists services: Docker's own list of a stack, or a similar one of a Compose project. */
public final class DockerServicesCommand implements Command {
  /** What a user types. */
  public static final String NAME = "docker:services";

  private final Inventory inventory;
  private final Exec exec;
  private final Console console;
  private final Word stack = Word.at(0, "STACK", "an app, a stack or a project");

  /** Lists what this inventory has; stacks through docker itself. */
  public DockerServicesCommand(Inventory inventory, Exec exec, Console console) {
    this.inventory = inventory;
    this.exec = exec;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.LOOK, "list the services of an app")
        .example("kata docker:services shop", "list them, with how many of each run")
        .usesDocker()
        .arguments(stack);
  }

  @Override
  public int run() {
    String name = stack.text();
    Optional<String> inSwarm =
        inventory.stacks().stream().filter(name::equalsIgnoreCase).findFirst();
    if (inSwarm.isPresent()) {
      return exec.passthrough(Invocation.of("docker", "stack", "services", inSwarm.get()));
    }
    Lookup lookup = new Lookup(inventory.here());
    List<Instance> found = lookup.ofApp(name);
    if (found.isEmpty()) {
      throw lookup.absent(name);
    }
    print(found);
    return ExitCode.DONE.status();
  }

  private void print(List<Instance> found) {
    Map<String, List<Instance>> byService =
        found.stream()
            .collect(Collectors.groupingBy(Instance::service, TreeMap::new, Collectors.toList()));
    Table table = new Table("NAME", "REPLICAS", "IMAGE", "PORTS");
    byService.forEach(
        (service, copies) ->
            table.row(
                service,
                copies.stream().filter(Instance::running).count() + "/" + copies.size(),
                distinct(copies, Instance::image),
                distinct(copies, Instance::ports)));
    table.print(console.out());
  }

  private static String distinct(List<Instance> copies, Function<Instance, String> column) {
    return copies.stream()
        .map(column)
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
