package kata.error;

import org.jspecify.annotations.Nullable;

/** Docker answered, and refused or failed what it was asked to do. */
public non-sealed class EngineFailed extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public EngineFailed(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public EngineFailed(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public EngineFailed(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public EngineFailed reworded(String message, String hint) {
    return new EngineFailed(message, hint, this);
  }
}
