package kata.error;

import org.jspecify.annotations.Nullable;

/** Another command holds what this one needs, and did not release it in time. */
public final class Busy extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public Busy(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public Busy(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public Busy(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public Busy reworded(String message, String hint) {
    return new Busy(message, hint, this);
  }
}
