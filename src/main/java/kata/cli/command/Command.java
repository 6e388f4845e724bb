package kata.cli.command;

import java.util.concurrent.Callable;

/**
 * A command of kata: options and arguments in, one call of a service, output. Each is one final
 * class whose constructor takes the services it uses.
 */
public interface Command extends Callable<Integer> {
  /** Describes the command to the parser and to help. */
  CommandModel model();

  /** Runs the command on the arguments that were parsed, and returns its exit status. */
  int run();

  @Override
  default Integer call() {
    return run();
  }
}
