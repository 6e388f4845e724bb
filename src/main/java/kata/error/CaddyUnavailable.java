package kata.error;

import org.jspecify.annotations.Nullable;

/** Caddy's admin API cannot be reached or gives no usable answer. */
public final class CaddyUnavailable extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public CaddyUnavailable(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public CaddyUnavailable(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public CaddyUnavailable(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public CaddyUnavailable reworded(String message, String hint) {
    return new CaddyUnavailable(message, hint, this);
  }
}
