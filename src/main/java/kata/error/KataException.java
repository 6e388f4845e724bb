package kata.error;

/**
 * A failure a person can act on: a message that says what was tried and why it failed, a hint that
 * says what to do next (may be empty), and an exit code.
 */
public class KataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String hint;

  /** Makes a failure with a hint. */
  public KataException(ExitCode code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  /** Makes a failure that needs no hint. */
  public KataException(ExitCode code, String message) {
    this(code, message, "");
  }

  /** Makes a failure that keeps its cause for {@code KATA_DEBUG=1}. */
  public KataException(ExitCode code, String message, String hint, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
  }

  /** Makes the failure of input that kata refuses. */
  public static KataException refused(String message, String hint) {
    return new KataException(ExitCode.REFUSED, message, hint);
  }

  /** Makes the failure of a wait that was interrupted, and leaves its thread marked as such. */
  public static KataException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new KataException(ExitCode.INTERRUPTED, "interrupted", "", cause);
  }

  /** Returns the exit code of the command that fails with this. */
  public ExitCode code() {
    return code;
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
