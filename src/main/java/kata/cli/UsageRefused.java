package kata.cli;

import kata.error.InputRefused;
import org.jspecify.annotations.Nullable;

/** A command line that kata does not understand. */
final class UsageRefused extends InputRefused {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  UsageRefused(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  UsageRefused(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  UsageRefused(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public UsageRefused reworded(String message, String hint) {
    return new UsageRefused(message, hint, this);
  }
}
