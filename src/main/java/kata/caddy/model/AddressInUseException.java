package kata.caddy.model;

import kata.error.ExitCode;
import kata.error.KataException;

/** Two apps, or an app and another program, want what only one can have. */
public final class AddressInUseException extends KataException {
  private static final long serialVersionUID = 1L;

  public AddressInUseException(String message, String hint) {
    super(ExitCode.CADDY, message, hint);
  }
}
