package kata.docker.engine;

import kata.error.ExitCode;
import kata.error.KataException;

/** Docker has nothing of that name or id, or not any more. */
final class NotFoundException extends KataException {
  private static final long serialVersionUID = 1L;

  NotFoundException(String message) {
    super(ExitCode.DOCKER, message);
  }
}
