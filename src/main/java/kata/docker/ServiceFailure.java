package kata.docker;

import java.util.List;

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
}
