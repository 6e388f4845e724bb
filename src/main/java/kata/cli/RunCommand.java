package kata.cli;

import java.util.ArrayList;
import java.util.List;
import kata.docker.inventory.Instance;
import kata.docker.inventory.Inventory;
import kata.docker.inventory.Lookup;
import kata.process.Invocation;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Runs a command in a running container, on kata's own streams. */
final class RunCommand {
  private final Services services;
  private final Console console;
  private final PositionalParamSpec target =
      Verb.word("TARGET", "an app of one service, app/service, a container, or a Swarm task");
  private final PositionalParamSpec command =
      Verb.words("CMD", "the command and its arguments, as given", "1..*");

  RunCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  Verb verb() {
    return Verb.command("run", Group.DEPLOY, "run a command in a running container")
        .example("kata run shop/web ls -la /data", "list a folder as the service web sees it")
        .example("kata run shop/db psql -U postgres", "work in it; over SSH with `ssh -t`")
        .exits("...", "with the status of the command")
        .asksDocker()
        .does(this::run)
        .takes(target, command)
        // What follows the target is the command's.
        .parsed(parser -> parser.stopAtPositional(true));
  }

  private int run() {
    List<String> words = Verb.texts(command);
    List<String> argv = words.get(0).equals("--") ? words.subList(1, words.size()) : words;
    if (argv.isEmpty()) {
      throw new UsageRefused("there is no command to run", "such as `kata run shop/web ls -la`");
    }
    List<String> exec = new ArrayList<>(List.of("docker", "exec", "--interactive"));
    if (console.interactive() && console.terminal()) {
      exec.add("--tty");
    }
    exec.add(find(Verb.text(target)).container());
    exec.addAll(argv);
    return services.exec().passthrough(Invocation.of(exec));
  }

  /** A Swarm in trouble must not keep anybody out of a container of Compose. */
  private Instance find(String name) {
    Inventory inventory = services.inventory();
    Lookup here = new Lookup(inventory.here());
    List<Instance> found = here.find(name);
    boolean compose = !found.isEmpty() && found.stream().allMatch(one -> one.task().isEmpty());
    return (compose ? here : new Lookup(inventory.everywhere())).running(name);
  }
}
