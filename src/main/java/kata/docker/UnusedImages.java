package kata.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import java.util.Map;
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
    Map<String, String> labels = Map.of(label, value);
    for (Image image :
        api.ask("list images", c -> c.listImagesCmd().withLabelFilter(labels).exec())) {
      if (!used.contains(image.getId())) {
        api.ask("remove the image " + image.getId(), c -> remove(c, image.getId()));
      }
    }
  }

  private static boolean remove(DockerClient client, String id) {
    try {
      client.removeImageCmd(id).exec();
      return true;
    } catch (NotFoundException | ConflictException e) {
      return false; // gone, or in use
    }
  }
}
