package kata.env;

import kata.error.ExitCode;
import kata.error.KataException;

/** A reference that cannot be expanded; its message names no place yet. */
final class BadReference extends KataException {
  private static final long serialVersionUID = 1L;

  BadReference(String message, String hint) {
    super(ExitCode.REFUSED, message, hint);
  }
}
