package kata.error;

import org.jspecify.annotations.Nullable;

/** A fault in kata itself. */
public final class Fault extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public Fault(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public Fault(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public Fault(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public Fault reworded(String message, String hint) {
    return new Fault(message, hint, this);
  }
}
