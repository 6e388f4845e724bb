package kata;

import java.util.List;
import java.util.Map;
import kata.cli.ErrorReporter;
import kata.cli.console.Console;
import kata.error.KataException;

/** Runs one command line, from its text to its exit status. */
final class Kata {
  private Kata() {}

  /** Runs one command line and returns its exit status. */
  static int run(List<String> args, Map<String, String> variables, Console console) {
    try {
      return new Commands(new Services(Host.of(variables)), console).run(args);
    } catch (KataException e) {
      return ErrorReporter.on(console.err(), variables).report(e);
    }
  }
}
