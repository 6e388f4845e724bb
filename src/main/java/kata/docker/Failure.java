package kata.docker;

import java.util.List;

/**
 * A service that did not become good.
 *
 * @param reason continues "service 'x' ..."
 * @param lastLines what its container wrote last
 */
public record Failure(String service, String reason, List<String> lastLines) {
  /** Copies the lines. */
  public Failure {
    lastLines = List.copyOf(lastLines);
  }
}
