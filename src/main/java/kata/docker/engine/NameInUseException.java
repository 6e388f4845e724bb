package kata.docker.engine;

import kata.error.EngineFailed;

/** Thrown when Docker already has an object of that name. */
public final class NameInUseException extends EngineFailed {
  private static final long serialVersionUID = 1L;

  NameInUseException(String message) {
    super(message);
  }
}
