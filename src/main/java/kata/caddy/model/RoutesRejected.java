package kata.caddy.model;

import kata.error.CaddyRejected;

/** Thrown when Caddy rejects the routes of an app. Keeps Caddy's own error text. */
public final class RoutesRejected extends CaddyRejected {
  private static final long serialVersionUID = 1L;

  private final String words;
  private final boolean undone;

  public RoutesRejected(String app, String words, String hint, boolean undone) {
    super("Caddy rejected the routes of '%s': %s".formatted(app, words), hint);
    this.words = words;
    this.undone = undone;
  }

  /** Returns Caddy's error text. */
  public String words() {
    return words;
  }

  /** Returns whether Caddy has its previous configuration again. */
  public boolean undone() {
    return undone;
  }
}
