package kata.cli;

import java.util.Map;
import kata.cli.command.UsageRefused;
import kata.error.AppUnreachable;
import kata.error.BuildFailed;
import kata.error.Busy;
import kata.error.CaddyRejected;
import kata.error.CaddyUnavailable;
import kata.error.DeployFailed;
import kata.error.EngineFailed;
import kata.error.EngineUnavailable;
import kata.error.Fault;
import kata.error.GitFailed;
import kata.error.InputRefused;
import kata.error.Interrupted;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.error.StartFailed;

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
  /** Another command holds the app, and did not release it in time. */
  BUSY(4),
  /** Docker is missing, unreachable, or failed. */
  DOCKER(5),
  /** Caddy is unreachable or refused the route. */
  CADDY(6),
  /** Git failed. */
  GIT(7),
  /** The deploy failed; the previous release serves. */
  OLD_RELEASE_SERVES(8),
  /** The deploy failed, and the previous release could not be restored. */
  OLD_RELEASE_LOST(9),
  /** A fault in kata itself. */
  FAULT(70),
  /** Interrupted by a signal. */
  INTERRUPTED(130);

  private static final Map<Class<? extends KataException>, ExitCode> CODES =
      Map.ofEntries(
          Map.entry(InputRefused.class, REFUSED),
          Map.entry(Busy.class, BUSY),
          Map.entry(EngineUnavailable.class, DOCKER),
          Map.entry(EngineFailed.class, DOCKER),
          Map.entry(BuildFailed.class, DOCKER),
          Map.entry(StartFailed.class, FAILED),
          Map.entry(CaddyUnavailable.class, CADDY),
          Map.entry(CaddyRejected.class, CADDY),
          Map.entry(AppUnreachable.class, CADDY),
          Map.entry(GitFailed.class, GIT),
          Map.entry(OperationFailed.class, FAILED),
          Map.entry(Fault.class, FAULT),
          Map.entry(Interrupted.class, INTERRUPTED));

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** Returns the exit code of a command that ends with a failure. */
  public static ExitCode of(KataException failure) {
    if (failure instanceof UsageRefused) {
      return USAGE;
    }
    if (failure instanceof DeployFailed failed) {
      return failed.restored() ? OLD_RELEASE_SERVES : OLD_RELEASE_LOST;
    }
    return CODES.entrySet().stream()
        .filter(entry -> entry.getKey().isInstance(failure))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(FAULT);
  }

  /** Returns the process exit status. */
  public int status() {
    return status;
  }
}
