package kata.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import kata.docker.inventory.Instance;
import kata.docker.inventory.Lookup;
import kata.process.Invocation;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Lists services: Docker's own list of a stack, or the like of it for a Compose project. */
final class DockerServicesCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec stack = Verb.word("STACK", "an app, a stack or a project");

  DockerServicesCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.command("docker:services", Group.LOOK, "list the services of an app")
        .example("kata docker:services shop", "list them, with how many of each run")
        .asksDocker()
        .does(this::run)
        .takes(stack);
  }

  private int run() {
    String name = Verb.text(stack);
    Optional<String> inSwarm =
        services.inventory().stacks().stream().filter(name::equalsIgnoreCase).findFirst();
    if (inSwarm.isPresent()) {
      return services
          .exec()
          .passthrough(Invocation.of("docker", "stack", "services", inSwarm.get()));
    }
    Lookup lookup = new Lookup(services.inventory().here());
    List<Instance> found = lookup.ofApp(name);
    if (found.isEmpty()) {
      throw lookup.absent(name);
    }
    print(found);
    return 0;
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
                each(copies, Instance::image),
                each(copies, Instance::ports)));
    table.print(console.out());
  }

  private static String each(List<Instance> copies, Function<Instance, String> what) {
    return copies.stream()
        .map(what)
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
