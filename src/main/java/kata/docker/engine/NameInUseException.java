package kata.docker.engine;

import kata.error.EngineFailed;

/** Docker has something of that name already. */
public final class NameInUseException extends EngineFailed {
  private static final long serialVersionUID = 1L;

  NameInUseException(String message) {
    super(message);
  }
}
