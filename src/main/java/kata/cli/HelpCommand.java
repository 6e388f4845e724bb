package kata.cli;

import java.util.List;
import kata.cli.Verb.Action;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Lists the commands or explains one. */
final class HelpCommand {
  private final CommandTree tree;
  private final Console console;
  private final PositionalParamSpec command =
      Verb.optionalWord("COMMAND", "the command to explain; without it, list all");

  HelpCommand(CommandTree tree, Console console) {
    this.tree = tree;
    this.console = console;
  }

  Verb verb() {
    return Verb.command("help", Group.SERVER, "list the commands, or explain one")
        .example("kata help", "list the commands")
        .example("kata help rm", "explain `kata rm`, as `kata rm --help` does")
        .does(this::run)
        .takes(command);
  }

  /** What kata does without a command. */
  Action overview() {
    return () -> print(tree.overview());
  }

  private int run() {
    String name = Verb.text(command);
    if (name.isEmpty()) {
      return print(tree.overview());
    }
    if (!CommandTree.NAMES.has(name)) {
      throw CommandTree.NAMES.unknown(List.of(name));
    }
    return print(tree.page(name));
  }

  private int print(String text) {
    console.out().print(text);
    return 0;
  }
}
