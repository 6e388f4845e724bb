package kata.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The images that an app needs.
 *
 * @param builds the image name of each built service; empty for Compose's default name
 * @param others whether included files may build more images
 */
public record Images(List<Pull> pulls, Map<String, String> builds, boolean others) {
  /** Copies the lists. */
  public Images {
    pulls = List.copyOf(pulls);
    builds = new LinkedHashMap<>(builds);
  }

  /**
   * An image that comes from a registry or is already on this server.
   *
   * @param when Compose's pull policy; empty to pull a missing image only
   * @param platform the platform to pull for; empty for this server's
   */
  public record Pull(String service, String image, String when, String platform) {}
}
