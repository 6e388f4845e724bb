package kata.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** All arguments of a line as given, taken before picocli looks at them. */
public final class RawArguments implements IParameterPreprocessor {
  private final List<String> texts = new ArrayList<>();

  /** Returns the arguments as given. */
  public List<String> texts() {
    return List.copyOf(texts);
  }

  @Override
  @SuppressWarnings("JdkObsolete") // Stack is picocli's type
  public boolean preprocess(
      Stack<String> stack, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
    while (!stack.isEmpty()) {
      texts.add(stack.pop());
    }
    return true;
  }
}
