package kata.docker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Images that were built for releases which are gone. */
public final class UnusedImages {
  private final DockerApi api;

  /** Asks through an API. */
  public UnusedImages(DockerApi api) {
    this.api = api;
  }

  /**
   * Removes the images that have a label, but for those in use and those that a container needs.
   *
   * @param used ids
   */
  public void remove(String label, String value, Set<String> used) {
    String path = "/images/json?" + DockerApi.labelled(label, value);
    for (JsonNode image : api.get("list images", path)) {
      String id = image.path("Id").asText("");
      if (!used.contains(id)) {
        remove(id);
      }
    }
  }

  private void remove(String id) {
    try {
      api.delete("remove the image " + id, DockerApi.path("images", id));
    } catch (NameInUseException e) {
      // A container needs it, so it stays until the next time.
    }
  }
}
