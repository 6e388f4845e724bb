package kata.error;

import org.jspecify.annotations.Nullable;

/** Caddy has the route of an app, but a request does not get through to the app. */
public final class AppUnreachable extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public AppUnreachable(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public AppUnreachable(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public AppUnreachable(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public AppUnreachable reworded(String message, String hint) {
    return new AppUnreachable(message, hint, this);
  }
}
