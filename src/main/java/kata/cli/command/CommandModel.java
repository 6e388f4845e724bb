package kata.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Everything that help and the parser know of a command: name, group, description, arguments,
 * examples, exit codes. It builds picocli's model: annotated classes would cost forty milliseconds
 * of every start for their proxies.
 */
public final class CommandModel {
  private final String name;
  private final Group group;
  private final String description;
  private final List<Entry> examples = new ArrayList<>();
  private final List<Entry> exitCodes = new ArrayList<>();
  private final List<Argument> arguments = new ArrayList<>();
  private final List<Flag> alternatives = new ArrayList<>();
  private Optional<RawArguments> raw = Optional.empty();
  private boolean stopsAtArgument;
  private boolean takesUnknownOptions;
  private boolean usesDocker;

  private CommandModel(String name, Group group, String description) {
    this.name = name;
    this.group = group;
    this.description = description;
  }

  /** A line of help: a term and what it means. */
  public record Entry(String term, String meaning) {}

  /**
   * Starts the model of a command without arguments.
   *
   * @param description what the command does, short and imperative: one line in the list of
   *     commands
   */
  public static CommandModel of(String name, Group group, String description) {
    return new CommandModel(name, group, description);
  }

  /** Adds a whole command line, as a user types it, and what it does. */
  public CommandModel example(String line, String meaning) {
    examples.add(new Entry(line, meaning));
    return this;
  }

  /** Adds an exit status with a meaning of its own for this command. */
  public CommandModel exitCode(int status, String when) {
    return exitCode(Integer.toString(status), when);
  }

  /** Adds a description of several exit statuses. */
  public CommandModel exitCode(String statuses, String when) {
    exitCodes.add(new Entry(statuses, when));
    return this;
  }

  /** Adds options, and positional arguments in their order. */
  public CommandModel arguments(Argument... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  /** Adds options that exclude each other. */
  public CommandModel oneOf(Flag... flags) {
    alternatives.addAll(List.of(flags));
    return this;
  }

  /** Passes every argument on as given, {@code --} and {@code -h} too. */
  public CommandModel rawArguments(RawArguments all) {
    raw = Optional.of(all);
    return this;
  }

  /** Ends the options at the first positional argument. */
  public CommandModel stopAtArgument() {
    stopsAtArgument = true;
    return this;
  }

  /** Takes unknown options for positional arguments. */
  public CommandModel takeUnknownOptions() {
    takesUnknownOptions = true;
    return this;
  }

  /** Marks a command that asks Docker, so that this is prepared while its line is parsed. */
  public CommandModel usesDocker() {
    usesDocker = true;
    return this;
  }

  /** Returns picocli's model of the command, which runs this action. */
  public CommandSpec spec(Callable<Integer> action) {
    CommandSpec spec = emptySpec(action).name("kata " + name);
    spec.interpolateVariables(false);
    raw.ifPresent(spec::preprocessor);
    for (Argument argument : arguments) {
      spec.add(argument.spec());
    }
    if (!alternatives.isEmpty()) {
      ArgGroupSpec.Builder exclusive = ArgGroupSpec.builder();
      for (Flag flag : alternatives) {
        exclusive.addArg(flag.spec());
      }
      spec.addArgGroup(exclusive.build());
    }
    spec.parser().stopAtPositional(stopsAtArgument);
    spec.parser().unmatchedOptionsArePositionalParams(takesUnknownOptions);
    return raw.isPresent() ? spec : spec.addOption(helpOption());
  }

  /** Returns a model without arguments, for which picocli inspects no class. */
  public static CommandSpec emptySpec(Callable<Integer> action) {
    return CommandSpec.wrapWithoutInspection(action, ListFactory.INSTANCE);
  }

  /** Returns the option that every command has, unless it passes its arguments on. */
  public static OptionSpec helpOption() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .arity("0")
        .type(boolean.class)
        .description("show this help")
        .build();
  }

  /** Returns the name that a user types. */
  public String name() {
    return name;
  }

  /** Returns the title under which help lists the command. */
  public Group group() {
    return group;
  }

  /** Returns what the command does, in one line. */
  public String description() {
    return description;
  }

  /** Returns whole command lines and what they do. */
  public List<Entry> examples() {
    return List.copyOf(examples);
  }

  /** Returns exit statuses and when the command ends with them. */
  public List<Entry> exitCodes() {
    return List.copyOf(exitCodes);
  }

  /** Returns whether the command asks Docker. */
  public boolean isDockerUsed() {
    return usesDocker;
  }

  /** Returns whether the command passes every argument on as given. */
  public boolean isRaw() {
    return raw.isPresent();
  }
}
