package kata.docker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Removes images that were built for deleted releases. */
public final class UnusedImages {
  private final DockerApi api;

  /** Uses an API. */
  public UnusedImages(DockerApi api) {
    this.api = api;
  }

  /**
   * Removes the images with a label, except those in use and those that a container needs.
   *
   * @param used the ids of images in use
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
      // A container needs it; the next run tries again.
    }
  }
}
