package kata.error;

import org.jspecify.annotations.Nullable;

/** A signal interrupted the command. */
public final class Interrupted extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public Interrupted(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public Interrupted(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public Interrupted(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public Interrupted reworded(String message, String hint) {
    return new Interrupted(message, hint, this);
  }
}
