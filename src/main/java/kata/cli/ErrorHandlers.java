package kata.cli;

import java.io.PrintStream;
import kata.error.ExitCode;
import kata.error.KataException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns failures into two lines and an exit status; stack traces only with {@code KATA_DEBUG=1}.
 */
final class ErrorHandlers {
  private final PrintStream err;
  private final boolean debug;

  ErrorHandlers(PrintStream err, boolean debug) {
    this.err = err;
    this.debug = debug;
  }

  /** A failure while a command ran. */
  int failed(Exception failure, CommandLine command, ParseResult parsed) {
    if (debug) {
      failure.printStackTrace(err);
    }
    if (failure instanceof KataException known) {
      tell(known.message(), known.hint());
      return known.code().status();
    }
    tell("a fault in kata: " + failure, "run it again with KATA_DEBUG=1 and report what it prints");
    return ExitCode.FAULT.status();
  }

  /** A command line that does not parse. */
  int misused(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String message = String.valueOf(failure.getMessage());
    String hint = "`%s --help` shows its usage".formatted(name);
    if (failure instanceof UnmatchedArgumentException unmatched && command.getParent() == null) {
      message = "there is no command '%s'".formatted(unmatched.getUnmatched().get(0));
      if (!unmatched.getSuggestions().isEmpty()) {
        hint = "did you mean `kata %s`?".formatted(unmatched.getSuggestions().get(0));
      }
    }
    tell(message, hint);
    return ExitCode.USAGE.status();
  }

  private void tell(String message, String hint) {
    err.println("error: " + Plain.text(message.replaceAll("\\s*\\R\\s*", " ")));
    if (!hint.isEmpty()) {
      err.println("hint: " + Plain.text(hint.replaceAll("\\s*\\R\\s*", " ")));
    }
    err.flush();
  }
}
