package kata.process;

import kata.error.ExitCode;
import kata.error.KataException;

/** A program that kata needs is not on this machine, or not in PATH. */
public final class ProgramMissing extends KataException {
  private static final long serialVersionUID = 1L;

  /** Names the program. */
  public ProgramMissing(String program, Throwable cause) {
    super(
        codeOf(program),
        "cannot start " + program + ": it is not installed, or not in PATH",
        "install it, then `kata setup` checks again",
        cause);
  }

  private static ExitCode codeOf(String program) {
    return switch (program) {
      case "docker", "docker-compose" -> ExitCode.DOCKER;
      case "git" -> ExitCode.GIT;
      default -> ExitCode.FAILED;
    };
  }
}
