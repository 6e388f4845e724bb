package kata.cli.command;

import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;

/** One or more positional arguments, to the end of the line. */
public final class Words implements Argument {
  private final PositionalParamSpec spec;

  private Words(int position, String label, String description) {
    spec =
        PositionalParamSpec.builder()
            .paramLabel(label)
            .arity("1..*")
            .required(true)
            .index(position + "..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(description)
            .build();
  }

  /** Creates arguments that begin at a position; the first is 0. */
  public static Words from(int position, String label, String description) {
    return new Words(position, label, description);
  }

  /** Returns the texts as given. */
  public List<String> texts() {
    List<String> values = spec.getValue();
    return values == null ? List.of() : List.copyOf(values);
  }

  @Override
  public PositionalParamSpec spec() {
    return spec;
  }
}
