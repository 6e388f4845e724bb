package kata.deploy;

import kata.error.ExitCode;
import kata.error.KataException;

/** Somebody else has a port that an app is to have; another commit is only one way out. */
final class PortTaken extends KataException {
  private static final long serialVersionUID = 1L;

  PortTaken(String message, String hint) {
    super(ExitCode.REFUSED, message, hint);
  }
}
