package kata.caddy.model;

import kata.error.ExitCode;
import kata.error.KataException;

/** Caddy refused the routes of an app; its own words are kept unchanged. */
public final class CaddyRejected extends KataException {
  private static final long serialVersionUID = 1L;

  private final String words;
  private final boolean undone;

  public CaddyRejected(String app, String words, String hint, boolean undone) {
    super(ExitCode.CADDY, "Caddy refused the routes of '%s': %s".formatted(app, words), hint);
    this.words = words;
    this.undone = undone;
  }

  /** Returns what Caddy said. */
  public String words() {
    return words;
  }

  /** Tells whether Caddy has again what it had before. */
  public boolean undone() {
    return undone;
  }
}
