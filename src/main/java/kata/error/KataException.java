package kata.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure a person can act on: a message that says what was tried and why it failed, and a hint
 * that says what to do next (may be empty). Its type says what kind of failure it is.
 */
public abstract sealed class KataException extends RuntimeException
    permits AppUnreachable,
        BuildFailed,
        Busy,
        CaddyRejected,
        CaddyUnavailable,
        DeployFailed,
        EngineFailed,
        EngineUnavailable,
        Fault,
        GitFailed,
        InputRefused,
        Interrupted,
        OperationFailed,
        StartFailed {
  private static final long serialVersionUID = 1L;

  private final String hint;

  KataException(String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** Makes the failure of input that kata refuses. */
  public static KataException refused(String message, String hint) {
    return new InputRefused(message, hint);
  }

  /** Makes the failure of a wait that was interrupted, and leaves its thread marked as such. */
  public static KataException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new Interrupted("interrupted", "", cause);
  }

  /** Returns a failure of the same type with other words, caused by this one. */
  public abstract KataException reworded(String message, String hint);

  /** Returns whether Docker is away, or refused or failed what it was asked to do. */
  public boolean isOfDocker() {
    return this instanceof EngineUnavailable
        || this instanceof EngineFailed
        || this instanceof BuildFailed;
  }

  /** Returns whether Caddy is away, refused a route, or does not get through to an app. */
  public boolean isOfCaddy() {
    return this instanceof CaddyUnavailable
        || this instanceof CaddyRejected
        || this instanceof AppUnreachable;
  }

  /** Returns what to do next, or the empty string. */
  public String hint() {
    return hint;
  }

  /** Returns the message; never null, unlike {@link #getMessage()} by its type. */
  public String message() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
