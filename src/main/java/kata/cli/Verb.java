package kata.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import kata.home.AppName;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.ParserSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Phrases a command for picocli through its model: annotated classes would cost forty milliseconds
 * of every start for their proxies. What help tells of the command stays here; see {@link Manual}.
 */
final class Verb implements Callable<Integer> {
  /** In place of picocli's own, which looks for Groovy in the whole jar. */
  static final IFactory ONLY_LISTS =
      new IFactory() {
        @Override
        public <K> K create(Class<K> type) {
          if (type == List.class) { // of a parameter that takes several
            return type.cast(new ArrayList<>());
          }
          throw new IllegalStateException("picocli makes no " + type.getName() + " here");
        }
      };

  private final String name;
  private final Group group;
  private final String description;
  private final List<Entry> examples = new ArrayList<>();
  private final List<Entry> statuses = new ArrayList<>();
  private final List<ArgSpec> arguments = new ArrayList<>();
  private final List<OptionSpec> alternatives = new ArrayList<>();
  private Optional<Everything> everything = Optional.empty();
  private Consumer<ParserSpec> parsing = parser -> {};
  private Action action = () -> 0;
  private boolean ofDocker;

  private Verb(String name, Group group, String description) {
    this.name = name;
    this.group = group;
    this.description = description;
  }

  /** What a command does; returns the exit status. */
  interface Action extends Callable<Integer> {}

  /** A line of help: a term and what it means. */
  record Entry(String term, String meaning) {}

  /**
   * Begins a command, which {@link #does} ends.
   *
   * @param description what it does, short and imperative: one line of the list of commands
   */
  static Verb command(String name, Group group, String description) {
    return new Verb(name, group, description);
  }

  static Verb hidden(String name, String description, Action action) {
    return command(name, Group.HIDDEN, description).does(action);
  }

  /** Returns what a command was phrased as. */
  static Verb of(CommandSpec spec) {
    return (Verb) spec.userObject();
  }

  /** Adds a whole command line as typed, and what it does. */
  Verb example(String line, String meaning) {
    examples.add(new Entry(line, meaning));
    return this;
  }

  /** Tells when the command ends with a status that is special to it. */
  Verb exits(ExitCode code, String when) {
    return exits(Integer.toString(code.status()), when);
  }

  /** Tells when the command ends with a status that is special to it. */
  Verb exits(String status, String when) {
    statuses.add(new Entry(status, when));
    return this;
  }

  /** Says what the command does. */
  Verb does(Action what) {
    action = what;
    return this;
  }

  /** Says what the command does with every argument as given, {@code --} and -h too. */
  Verb passesOn(ToIntFunction<List<String>> what) {
    Everything all = new Everything();
    everything = Optional.of(all);
    return does(() -> what.applyAsInt(all.args));
  }

  /** Says that the command asks Docker, so that this can be prepared while its line is read. */
  Verb asksDocker() {
    ofDocker = true;
    return this;
  }

  /** Adds options, and words in their order. */
  Verb takes(ArgSpec... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  /** Adds options of which at most one can be given. */
  Verb takesOneOf(OptionSpec... options) {
    alternatives.addAll(List.of(options));
    return this;
  }

  /** Says how its line is read, where that is not as usual. */
  Verb parsed(Consumer<ParserSpec> how) {
    parsing = how;
    return this;
  }

  /**
   * Returns the command for picocli. Only the one that a line names is made: to make all costs as
   * much as the rest of a start.
   */
  CommandSpec spec() {
    CommandSpec spec = bare(this).name("kata " + name);
    spec.interpolateVariables(false);
    everything.ifPresent(spec::preprocessor);
    arguments.forEach(spec::add);
    if (!alternatives.isEmpty()) {
      ArgGroupSpec.Builder group = ArgGroupSpec.builder();
      alternatives.forEach(group::addArg);
      spec.addArgGroup(group.build());
    }
    parsing.accept(spec.parser());
    return everything.isPresent() ? spec : spec.addOption(help());
  }

  /** Begins a command for picocli that has nothing else for picocli to make, nor to look for. */
  static CommandSpec bare(Callable<Integer> action) {
    return CommandSpec.wrapWithoutInspection(action, ONLY_LISTS);
  }

  /** Makes the option that every command has which reads its line itself. */
  static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .arity("0")
        .type(boolean.class)
        .description("show this help")
        .build();
  }

  @Override
  public Integer call() throws Exception {
    return action.call();
  }

  String name() {
    return name;
  }

  Group group() {
    return group;
  }

  String description() {
    return description;
  }

  List<Entry> examples() {
    return List.copyOf(examples);
  }

  List<Entry> statuses() {
    return List.copyOf(statuses);
  }

  boolean isOfDocker() {
    return ofDocker;
  }

  boolean isPassthrough() {
    return everything.isPresent();
  }

  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .arity("0")
        .type(boolean.class)
        .description(description)
        .build();
  }

  static PositionalParamSpec word(String label, String description) {
    return word(label, "1", description);
  }

  static PositionalParamSpec optionalWord(String label, String description) {
    return word(label, "0..1", description);
  }

  private static PositionalParamSpec word(String label, String arity, String description) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .arity(arity)
        .required(arity.equals("1"))
        .index("0")
        .type(String.class)
        .description(description)
        .build();
  }

  static PositionalParamSpec words(String label, String description, String index) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .arity("1..*")
        .required(true)
        .index(index)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  static PositionalParamSpec app() {
    return word("APP", "name of the app");
  }

  static AppName appName(PositionalParamSpec param) {
    return AppName.parse(text(param));
  }

  static String text(PositionalParamSpec param) {
    String value = param.getValue();
    return value == null ? "" : value;
  }

  static List<String> texts(PositionalParamSpec param) {
    List<String> values = param.getValue();
    return values == null ? List.of() : List.copyOf(values);
  }

  static boolean isSet(OptionSpec flag) {
    Boolean value = flag.getValue();
    return value != null && value;
  }

  /** Takes the arguments before picocli has a look at them. */
  private static final class Everything implements IParameterPreprocessor {
    private final List<String> args = new ArrayList<>();

    @Override
    @SuppressWarnings("JdkObsolete") // Stack is picocli's word
    public boolean preprocess(
        Stack<String> stack, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
      while (!stack.isEmpty()) {
        args.add(stack.pop());
      }
      return true;
    }
  }
}
