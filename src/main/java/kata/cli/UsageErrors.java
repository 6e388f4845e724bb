package kata.cli;

import java.util.List;
import kata.error.KataException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports command lines that do not parse. */
final class UsageErrors {
  private final ErrorReporter errors;
  private final CommandNames names;

  UsageErrors(ErrorReporter errors, CommandNames names) {
    this.errors = errors;
    this.names = names;
  }

  /** Prints what is wrong with a line and what may have been meant; returns the exit status. */
  int report(ParameterException failure, List<String> words) {
    if (names.isUnknown(words)) {
      KataException unknown = names.unknown(words);
      errors.print(unknown.message(), unknown.hint());
    } else {
      String command = failure.getCommandLine().getCommandSpec().name();
      String usage = "`%s --help` shows its usage".formatted(command);
      errors.print(message(failure, command), names.suggestion(words).orElse(usage));
    }
    return ExitCode.USAGE.status();
  }

  private static String message(ParameterException failure, String command) {
    if (failure instanceof UnmatchedArgumentException surplus && !surplus.isUnknownOption()) {
      return "`%s` does not take '%s'"
          .formatted(command, String.join("' and '", surplus.getUnmatched()));
    }
    return String.valueOf(failure.getMessage());
  }
}
