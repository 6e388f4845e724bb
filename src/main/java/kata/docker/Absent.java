package kata.docker;

import kata.error.ExitCode;
import kata.error.KataException;

/** Docker has nothing of that name or id, or not any more. */
final class Absent extends KataException {
  private static final long serialVersionUID = 1L;

  Absent(String message) {
    super(ExitCode.DOCKER, message);
  }
}
