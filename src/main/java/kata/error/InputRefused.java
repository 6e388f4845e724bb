package kata.error;

import org.jspecify.annotations.Nullable;

/** Input that kata refuses: an unknown app, a bad name, a mistake in a file. */
public non-sealed class InputRefused extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public InputRefused(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public InputRefused(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public InputRefused(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public InputRefused reworded(String message, String hint) {
    return new InputRefused(message, hint, this);
  }
}
