package kata.caddy.model;

import kata.error.CaddyRejected;

/** Caddy refused the routes of an app; its own words are kept unchanged. */
public final class RoutesRejected extends CaddyRejected {
  private static final long serialVersionUID = 1L;

  private final String words;
  private final boolean undone;

  public RoutesRejected(String app, String words, String hint, boolean undone) {
    super("Caddy refused the routes of '%s': %s".formatted(app, words), hint);
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
