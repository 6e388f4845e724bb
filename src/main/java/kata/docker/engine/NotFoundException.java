package kata.docker.engine;

import kata.error.EngineFailed;

/** Thrown when Docker has no object of that name or id, or no longer has it. */
final class NotFoundException extends EngineFailed {
  private static final long serialVersionUID = 1L;

  NotFoundException(String message) {
    super(message);
  }
}
