package kata.error;

import org.jspecify.annotations.Nullable;

/** Caddy refused a configuration, or the address it asks for is in use. */
public non-sealed class CaddyRejected extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public CaddyRejected(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public CaddyRejected(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public CaddyRejected(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public CaddyRejected reworded(String message, String hint) {
    return new CaddyRejected(message, hint, this);
  }
}
