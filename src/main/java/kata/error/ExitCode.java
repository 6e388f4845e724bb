package kata.error;

/** The exit statuses of kata; documented in docs/reference/exit-codes.md. */
public enum ExitCode {
  /** Done, or nothing to do. */
  DONE(0),
  /** Failed, and no narrower status fits. */
  FAILED(1),
  /** Wrong usage of the command line. */
  USAGE(2),
  /** Input refused: unknown app, bad name, bad kata-compose.yaml. */
  REFUSED(3),
  /** Another command holds the app, and did not let go in time. */
  BUSY(4),
  /** Docker is missing, unreachable, or failed. */
  DOCKER(5),
  /** Caddy is unreachable or refused the route. */
  CADDY(6),
  /** Git failed. */
  GIT(7),
  /** The deploy failed; the release before it serves. */
  OLD_RELEASE_SERVES(8),
  /** The deploy failed, and the release before it could not be brought back. */
  OLD_RELEASE_LOST(9),
  /** A fault in kata itself. */
  FAULT(70),
  /** Interrupted by a signal. */
  INTERRUPTED(130);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** Returns the process exit status. */
  public int status() {
    return status;
  }
}
