package kata.cli;

import java.io.PrintStream;
import java.util.Map;
import kata.cli.console.Sanitizer;
import kata.error.KataException;

/** Prints failures as two lines, with a stack trace only if {@code KATA_DEBUG} is set. */
public final class ErrorReporter {
  private final PrintStream err;
  private final boolean debug;

  private ErrorReporter(PrintStream err, boolean debug) {
    this.err = err;
    this.debug = debug;
  }

  /** Reports on this stream, as the variables of the process ask for. */
  public static ErrorReporter on(PrintStream err, Map<String, String> variables) {
    return new ErrorReporter(err, !variables.getOrDefault("KATA_DEBUG", "").isEmpty());
  }

  /** Prints why a command failed, and returns its exit status. */
  public int report(Exception failure) {
    if (debug) {
      failure.printStackTrace(err);
    }
    if (failure instanceof KataException known) {
      print(known.message(), known.hint());
      return ExitCode.of(known).status();
    }
    print(
        "a fault in kata: " + failure,
        "run the command again with KATA_DEBUG=1, and report its output");
    return ExitCode.FAULT.status();
  }

  /** Prints a message, and a hint unless it is empty. */
  void print(String message, String hint) {
    err.println("error: " + line(message));
    if (!hint.isEmpty()) {
      err.println("hint: " + line(hint));
    }
    err.flush();
  }

  private static String line(String text) {
    return Sanitizer.clean(text.replaceAll("\\s*\\R\\s*", " "));
  }
}
