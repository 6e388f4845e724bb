package kata.env;

import kata.error.InputRefused;

/** A reference that cannot be expanded; its message names no place yet. */
final class BadReference extends InputRefused {
  private static final long serialVersionUID = 1L;

  BadReference(String message, String hint) {
    super(message, hint);
  }
}
