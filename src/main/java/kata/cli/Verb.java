package kata.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import kata.home.AppName;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Phrases commands for picocli through its model: annotated classes would cost forty milliseconds
 * of every start for their proxies.
 */
final class Verb {
  private Verb() {}

  /** What a command does; returns the exit status. */
  interface Action extends Callable<Integer> {}

  static CommandSpec command(String name, String description, Action action) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
    spec.usageMessage().description(description).sortOptions(false);
    return spec;
  }

  static CommandSpec hidden(String name, String description, Action action) {
    CommandSpec spec = command(name, description, action);
    spec.usageMessage().hidden(true);
    return spec;
  }

  /** Phrases a command that gets every argument as it was given, {@code --} and -h too. */
  static CommandSpec passthrough(
      String name, String description, ToIntFunction<List<String>> action) {
    Everything all = new Everything();
    return command(name, description, () -> action.applyAsInt(all.args)).preprocessor(all);
  }

  static boolean isPassthrough(CommandSpec spec) {
    return spec.preprocessor() instanceof Everything;
  }

  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .arity("0")
        .type(boolean.class)
        .description(description)
        .build();
  }

  static PositionalParamSpec word(String label, String description) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .arity("1")
        .required(true)
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
