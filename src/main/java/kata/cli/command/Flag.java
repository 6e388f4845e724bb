package kata.cli.command;

import picocli.CommandLine.Model.OptionSpec;

/** An option without a value. */
public final class Flag implements Argument {
  private final OptionSpec spec;

  /** Creates an option; help shows its names in this order. */
  public Flag(String description, String... names) {
    spec =
        OptionSpec.builder(names).arity("0").type(boolean.class).description(description).build();
  }

  /** Returns whether the line has the option. */
  public boolean isSet() {
    Boolean value = spec.getValue();
    return value != null && value;
  }

  @Override
  public OptionSpec spec() {
    return spec;
  }
}
