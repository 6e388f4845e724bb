package kata.error;

import org.jspecify.annotations.Nullable;

/** An image could not be built or pulled, or dependencies could not be installed. */
public final class BuildFailed extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public BuildFailed(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public BuildFailed(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public BuildFailed(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public BuildFailed reworded(String message, String hint) {
    return new BuildFailed(message, hint, this);
  }
}
