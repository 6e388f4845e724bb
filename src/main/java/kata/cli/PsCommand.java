package kata.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import kata.docker.inventory.Instance;
import kata.docker.inventory.Lookup;
import picocli.CommandLine.Model.PositionalParamSpec;

final class PsCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec names =
      Verb.words("NAME", "an app, app/service, a container, or a Swarm task", "0..*");

  PsCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.command("ps", Group.LOOK, "show the containers and tasks of apps and services")
        .example("kata ps shop", "show all of shop: state, health, image and ports")
        .example("kata ps shop/web blog/web", "show two services")
        .asksDocker()
        .does(this::run)
        .takes(names);
  }

  private int run() {
    Lookup lookup = new Lookup(services.inventory().everywhere());
    Set<Instance> found = new LinkedHashSet<>();
    Verb.texts(names).forEach(name -> found.addAll(lookup.named(name)));
    Table table = new Table("SERVICE", "CONTAINER", "STATE", "IMAGE", "PORTS");
    for (Instance one : found) {
      table.row(one.label(), one.name(), one.state(), one.image(), one.ports());
    }
    table.print(console.out());
    return 0;
  }
}
