package kata.cli;

import java.util.List;
import kata.cli.Verb.Action;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Lists the commands or explains one; also of a command that takes {@code --help} for another. */
final class HelpCommand {
  private final Console console;
  private final PositionalParamSpec command =
      Verb.optionalWord("COMMAND", "the command to explain; without it, list all");
  private final CommandSpec spec =
      Verb.command("help", Group.SERVER, "list the commands, or explain one")
          .example("kata help", "list the commands")
          .example("kata help rm", "explain `kata rm`, as `kata rm --help` does")
          .does(this::run)
          .addPositional(command);

  HelpCommand(Console console) {
    this.console = console;
  }

  CommandSpec spec() {
    return spec;
  }

  /** What kata does without a command. */
  Action overview() {
    return () -> print(spec.root());
  }

  private int run() {
    String name = Verb.text(command);
    if (name.isEmpty()) {
      return print(spec.root());
    }
    CommandLine known = spec.root().subcommands().get(name);
    if (known == null) {
      throw new CommandNames(spec.root()).unknown(List.of(name));
    }
    return print(known.getCommandSpec());
  }

  private int print(CommandSpec what) {
    console.out().print(new Manual(console.coloured()).of(what));
    return 0;
  }
}
