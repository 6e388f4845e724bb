package kata.error;

import org.jspecify.annotations.Nullable;

/** Git failed, or is missing. */
public final class GitFailed extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public GitFailed(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public GitFailed(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public GitFailed(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public GitFailed reworded(String message, String hint) {
    return new GitFailed(message, hint, this);
  }
}
