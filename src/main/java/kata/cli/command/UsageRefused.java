package kata.cli.command;

import kata.error.InputRefused;
import org.jspecify.annotations.Nullable;

/** A command line that kata does not accept. */
public final class UsageRefused extends InputRefused {
  private static final long serialVersionUID = 1L;

  /** Creates a failure without a hint. */
  public UsageRefused(String message) {
    this(message, "", null);
  }

  /** Creates a failure with a hint. */
  public UsageRefused(String message, String hint) {
    this(message, hint, null);
  }

  /** Creates a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public UsageRefused(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public UsageRefused reworded(String message, String hint) {
    return new UsageRefused(message, hint, this);
  }
}
