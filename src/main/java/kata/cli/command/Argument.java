package kata.cli.command;

import picocli.CommandLine.Model.ArgSpec;

/** An option or a positional argument of a command; it has its value once a line is parsed. */
public interface Argument {
  /** Returns picocli's model of the argument. */
  ArgSpec spec();
}
