package kata.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import kata.error.KataException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns failures into two lines and an exit status; stack traces only with {@code KATA_DEBUG=1}.
 */
final class ErrorHandlers {
  private final PrintStream err;
  private final boolean debug;

  private ErrorHandlers(PrintStream err, boolean debug) {
    this.err = err;
    this.debug = debug;
  }

  /** Tells of failures on this stream, in as many words as these variables ask for. */
  static ErrorHandlers on(PrintStream err, Map<String, String> variables) {
    return new ErrorHandlers(err, !variables.getOrDefault("KATA_DEBUG", "").isEmpty());
  }

  /** A failure while a command ran; returns its exit status. */
  int failed(Exception failure) {
    if (debug) {
      failure.printStackTrace(err);
    }
    if (failure instanceof KataException known) {
      tell(known.message(), known.hint());
      return ExitCode.of(known).status();
    }
    tell("a fault in kata: " + failure, "run it again with KATA_DEBUG=1 and report what it prints");
    return ExitCode.FAULT.status();
  }

  /** A command line that does not parse. */
  int misused(ParameterException failure, List<String> words) {
    CommandNames names = CommandTree.NAMES;
    if (names.isUnknown(words)) {
      KataException unknown = names.unknown(words);
      tell(unknown.message(), unknown.hint());
    } else {
      String command = failure.getCommandLine().getCommandSpec().name();
      String usage = "`%s --help` shows its usage".formatted(command);
      tell(told(failure, command), names.suggestion(words).orElse(usage));
    }
    return ExitCode.USAGE.status();
  }

  private static String told(ParameterException failure, String command) {
    if (failure instanceof UnmatchedArgumentException surplus && !surplus.isUnknownOption()) {
      return "`%s` does not take '%s'"
          .formatted(command, String.join("' and '", surplus.getUnmatched()));
    }
    return String.valueOf(failure.getMessage());
  }

  private void tell(String message, String hint) {
    err.println("error: " + Plain.text(message.replaceAll("\\s*\\R\\s*", " ")));
    if (!hint.isEmpty()) {
      err.println("hint: " + Plain.text(hint.replaceAll("\\s*\\R\\s*", " ")));
    }
    err.flush();
  }
}
