package kata.caddy.model;

import kata.error.CaddyRejected;

/** Thrown when two apps, or an app and another program, claim the same address or requests. */
public final class AddressInUseException extends CaddyRejected {
  private static final long serialVersionUID = 1L;

  public AddressInUseException(String message, String hint) {
    super(message, hint);
  }
}
