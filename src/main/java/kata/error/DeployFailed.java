package kata.error;

/** A deploy failed after it had begun to change what runs. */
public final class DeployFailed extends KataException {
  private static final long serialVersionUID = 1L;

  private final boolean restored;

  /**
   * Makes a failure that says whether the previous release serves.
   *
   * @param restored whether the previous release serves again
   */
  public DeployFailed(String message, String hint, boolean restored, Throwable cause) {
    super(message, hint, cause);
    this.restored = restored;
  }

  /** Returns whether the previous release serves again. */
  public boolean restored() {
    return restored;
  }

  @Override
  public DeployFailed reworded(String message, String hint) {
    return new DeployFailed(message, hint, restored, this);
  }
}
