package kata.caddy;

import kata.error.ExitCode;
import kata.error.KataException;

/** Two apps, or an app and another program, want what only one can have. */
public final class Conflict extends KataException {
  private static final long serialVersionUID = 1L;

  Conflict(String message, String hint) {
    super(ExitCode.CADDY, message, hint);
  }
}
