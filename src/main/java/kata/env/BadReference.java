package kata.env;

import kata.error.InputRefused;

/** Thrown when a reference cannot be expanded; its message does not name the place yet. */
final class BadReference extends InputRefused {
  private static final long serialVersionUID = 1L;

  BadReference(String message, String hint) {
    super(message, hint);
  }
}
