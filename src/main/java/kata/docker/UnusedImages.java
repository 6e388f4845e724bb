package kata.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Collection;
import java.util.List;

/** Images that were built for releases which are gone. */
public final class UnusedImages {
  private final DockerApi api;

  /** Asks through an API. */
  public UnusedImages(DockerApi api) {
    this.api = api;
  }

  /**
   * Removes images by their ids; those that a container needs stay, and those that have another
   * name than Compose gives to what it builds for a project.
   */
  public void remove(String project, Collection<String> ids) {
    for (String id : ids) {
      api.ask("remove the image " + id, c -> remove(c, project, id));
    }
  }

  private static boolean remove(DockerClient client, String project, String id) {
    try {
      List<String> names = client.inspectImageCmd(id).exec().getRepoTags();
      if (names != null && !names.stream().allMatch(name -> name.matches(project + "[-_].*"))) {
        return false;
      }
      client.removeImageCmd(id).exec();
      return true;
    } catch (NotFoundException | ConflictException e) {
      return false; // gone, or in use
    }
  }
}
