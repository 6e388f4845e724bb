package kata.docker.engine;

import kata.error.EngineFailed;

/** Docker has nothing of that name or id, or not any more. */
final class NotFoundException extends EngineFailed {
  private static final long serialVersionUID = 1L;

  NotFoundException(String message) {
    super(message);
  }
}
