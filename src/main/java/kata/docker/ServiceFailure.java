package kata.docker;

import java.util.List;

/**
 * A service that did not become good.
 *
 * @param reason continues "service 'x' ..."
 * @param lastLines what its container wrote last
 */
public record ServiceFailure(String service, String reason, List<String> lastLines) {
  /** Copies the lines. */
  public ServiceFailure {
    lastLines = List.copyOf(lastLines);
  }
}
