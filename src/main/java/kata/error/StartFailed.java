package kata.error;

import org.jspecify.annotations.Nullable;

/** A service of the app did not start, or did not become healthy. */
public final class StartFailed extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public StartFailed(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public StartFailed(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public StartFailed(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public StartFailed reworded(String message, String hint) {
    return new StartFailed(message, hint, this);
  }
}
