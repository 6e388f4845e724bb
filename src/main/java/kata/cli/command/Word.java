package kata.cli.command;

import kata.home.AppName;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A positional argument. */
public final class Word implements Argument {
  private final PositionalParamSpec spec;

  private Word(int position, boolean required, String label, String description) {
    spec =
        PositionalParamSpec.builder()
            .paramLabel(label)
            .arity(required ? "1" : "0..1")
            .required(required)
            .index(Integer.toString(position))
            .type(String.class)
            .description(description)
            .build();
  }

  /** Creates an argument that a line must have; the first position is 0. */
  public static Word at(int position, String label, String description) {
    return new Word(position, true, label, description);
  }

  /** Creates an argument that a line may have; the first position is 0. */
  public static Word optionalAt(int position, String label, String description) {
    return new Word(position, false, label, description);
  }

  /** Creates the first argument of a command about one app. */
  public static Word app() {
    return at(0, "APP", "name of the app");
  }

  /** Returns the text as given, or an empty one. */
  public String text() {
    String value = spec.getValue();
    return value == null ? "" : value;
  }

  /** Returns the text as the name of an app. Refuses any other text. */
  public AppName appName() {
    return AppName.parse(text());
  }

  @Override
  public PositionalParamSpec spec() {
    return spec;
  }
}
