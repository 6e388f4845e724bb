package kata.caddy;

import kata.error.ExitCode;
import kata.error.KataException;

/** Caddy refused the routes of an app; its own words are kept unchanged. */
public final class CaddyRejected extends KataException {
  private static final long serialVersionUID = 1L;

  private final String words;

  CaddyRejected(String app, String words, String hint) {
    super(ExitCode.CADDY, "Caddy refused the routes of '%s': %s".formatted(app, words), hint);
    this.words = words;
  }

  /** Returns what Caddy said. */
  public String words() {
    return words;
  }
}
