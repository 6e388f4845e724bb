package kata.cli.secret;

import java.util.Optional;
import kata.cli.ExitCode;
import kata.cli.console.Console;
import kata.docker.swarm.Secrets;

/** Requires that this server manages a Swarm, which stores the secrets. */
final class SwarmCheck {
  private SwarmCheck() {}

  /** Runs the action, or prints a warning and fails if there is no such Swarm. */
  static int run(Secrets secrets, Console console, Runnable action) {
    Optional<String> obstacle = secrets.swarm().obstacle();
    if (obstacle.isPresent()) {
      console.err().println("warning: " + obstacle.get());
      return ExitCode.FAILED.status();
    }
    action.run();
    return ExitCode.DONE.status();
  }
}
