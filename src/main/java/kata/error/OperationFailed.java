package kata.error;

import org.jspecify.annotations.Nullable;

/** A failure that no narrower type describes, such as a file that cannot be written. */
public final class OperationFailed extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public OperationFailed(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public OperationFailed(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public OperationFailed(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public OperationFailed reworded(String message, String hint) {
    return new OperationFailed(message, hint, this);
  }
}
