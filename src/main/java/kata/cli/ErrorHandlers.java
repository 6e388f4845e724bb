package kata.cli;

import java.io.PrintStream;
import java.util.List;
import kata.error.ExitCode;
import kata.error.KataException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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
    CommandSpec spec = failure.getCommandLine().getCommandSpec();
    CommandNames names = new CommandNames(spec.root());
    List<String> words = List.of(args);
    if (names.isUnknown(words)) {
      KataException unknown = names.unknown(words);
      tell(unknown.message(), unknown.hint());
    } else {
      String usage = "`%s --help` shows its usage".formatted(spec.qualifiedName());
      tell(String.valueOf(failure.getMessage()), names.suggestion(words).orElse(usage));
    }
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
