package kata.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The images an app is to run.
 *
 * @param builds the name each service that is built gives its image, or empty for Compose's name
 * @param others whether files that the app's file includes may build more
 */
public record Images(List<Pull> pulls, Map<String, String> builds, boolean others) {
  /** Copies the lists. */
  public Images {
    pulls = List.copyOf(pulls);
    builds = new LinkedHashMap<>(builds);
  }

  /**
   * An image that comes from a registry, or is here already.
   *
   * @param when to pull it, in Compose's words, or empty: when it is not here
   * @param platform for which machine, or empty: for this one
   */
  public record Pull(String service, String image, String when, String platform) {}
}
