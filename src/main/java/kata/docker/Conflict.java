package kata.docker;

import kata.error.ExitCode;
import kata.error.KataException;

/** Docker has something of that name already. */
final class Conflict extends KataException {
  private static final long serialVersionUID = 1L;

  Conflict(String message) {
    super(ExitCode.DOCKER, message);
  }
}
