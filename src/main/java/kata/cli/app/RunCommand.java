package kata.cli.app;

import java.util.ArrayList;
import java.util.List;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.Group;
import kata.cli.command.UsageRefused;
import kata.cli.command.Word;
import kata.cli.command.Words;
import kata.cli.console.Console;
import kata.docker.inventory.Instance;
import kata.docker.inventory.Inventory;
import kata.docker.inventory.Lookup;
import kata.process.Exec;
import kata.process.Invocation;

/** Runs a command in a running container, on kata's own streams. */
public final class RunCommand implements Command {
  /** What a user types. */
  public static final String NAME = "run";

  private final Inventory inventory;
  private final Exec exec;
  private final Console console;
  private final Word target =
      Word.at(0, "TARGET", "an app of one service, app/service, a container, or a Swarm task");
  private final Words command = Words.from(1, "CMD", "the command and its arguments, as given");

  /** Finds containers in this inventory, and runs commands through this. */
  public RunCommand(Inventory inventory, Exec exec, Console console) {
    this.inventory = inventory;
    this.exec = exec;
    this.console = console;
  }

  @Override
  public CommandModel model() {
    return CommandModel.of(NAME, Group.DEPLOY, "run a command in a running container")
        .example("kata run shop/web ls -la /data", "list a folder of the service web")
        .example("kata run shop/db psql -U postgres", "open a prompt; over SSH with `ssh -t`")
        .exitCode("...", "the exit status of the command")
        .usesDocker()
        .arguments(target, command)
        .stopAtArgument();
  }

  @Override
  public int run() {
    List<String> words = command.texts();
    List<String> argv = words.get(0).equals("--") ? words.subList(1, words.size()) : words;
    if (argv.isEmpty()) {
      throw new UsageRefused(
          "there is no command to run", "name one, such as `kata run shop/web ls -la`");
    }
    List<String> line = new ArrayList<>(List.of("docker", "exec", "--interactive"));
    if (console.interactive() && console.terminal()) {
      line.add("--tty");
    }
    line.add(find(target.text()).container());
    line.addAll(argv);
    return exec.passthrough(Invocation.of(line));
  }

  /** Asks the Swarm only when it must: a broken one must not block a container of Compose. */
  private Instance find(String name) {
    Lookup here = new Lookup(inventory.here());
    List<Instance> found = here.find(name);
    boolean compose = !found.isEmpty() && found.stream().allMatch(one -> one.task().isEmpty());
    return (compose ? here : new Lookup(inventory.everywhere())).running(name);
  }
}
