package kata.docker;

import java.util.List;
import kata.error.StartFailed;
import kata.process.Progress;

/**
 * A service that failed to start.
 *
 * @param reason the rest of the sentence "service 'x' ..."
 * @param lastLines the last log lines of its container
 */
public record ServiceFailure(String service, String reason, List<String> lastLines) {
  /** Copies the lines. */
  public ServiceFailure {
    lastLines = List.copyOf(lastLines);
  }

  /** Throws when a service failed, and shows the last lines of the first that did. */
  public static void requireNone(List<ServiceFailure> failures, Progress progress) {
    if (!failures.isEmpty()) {
      ServiceFailure first = failures.get(0);
      String what = "service '%s' %s".formatted(first.service(), first.reason());
      progress.detail(what + "; its last lines:");
      first.lastLines().forEach(line -> progress.detail("| " + line));
      throw new StartFailed(what);
    }
  }
}
