package kata.error;

import org.jspecify.annotations.Nullable;

/** Docker, Compose or the Swarm is missing or does not answer. */
public final class EngineUnavailable extends KataException {
  private static final long serialVersionUID = 1L;

  /** Makes a failure without a hint. */
  public EngineUnavailable(String message) {
    this(message, "", null);
  }

  /** Makes a failure with a hint. */
  public EngineUnavailable(String message, String hint) {
    this(message, hint, null);
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public EngineUnavailable(String message, String hint, @Nullable Throwable cause) {
    super(message, hint, cause);
  }

  @Override
  public EngineUnavailable reworded(String message, String hint) {
    return new EngineUnavailable(message, hint, this);
  }
}
