package kata.docker.engine;

import kata.error.ExitCode;
import kata.error.KataException;

/** Docker has something of that name already. */
public final class NameInUseException extends KataException {
  private static final long serialVersionUID = 1L;

  NameInUseException(String message) {
    super(ExitCode.DOCKER, message);
  }
}
