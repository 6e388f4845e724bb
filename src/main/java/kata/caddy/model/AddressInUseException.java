package kata.caddy.model;

import kata.error.CaddyRejected;

/** Two apps, or an app and another program, want what only one can have. */
public final class AddressInUseException extends CaddyRejected {
  private static final long serialVersionUID = 1L;

  public AddressInUseException(String message, String hint) {
    super(message, hint);
  }
}
