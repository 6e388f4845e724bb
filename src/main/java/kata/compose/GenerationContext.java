package kata.compose;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folders, images and mode of a release.
 *
 * @param revision the value of the revision label
 * @param code the folder of the release
 * @param user {@code uid:gid} for services with a runtime and without a user
 * @param roots the host folders of the app by variable: {@code APP_ROOT}, {@code DATA_ROOT}, …
 * @param runtimes the images and dependencies by runtime
 * @param swarm the Swarm, in Swarm mode
 */
public record GenerationContext(
    String revision,
    Path code,
    String user,
    Map<String, Path> roots,
    Map<String, RuntimeUse> runtimes,
    Optional<Swarm> swarm) {
  /** Copies the maps. */
  public GenerationContext {
    roots = Map.copyOf(roots);
    runtimes = Map.copyOf(runtimes);
  }

  Path root(String variable) {
    Path path = roots.get(variable);
    if (path == null) {
      throw new IllegalStateException("no " + variable);
    }
    return path;
  }

  /**
   * The state of a Swarm that the file depends on.
   *
   * @param pinTo the id of this node, if there are other nodes
   * @param secrets the Docker name of the newest version of each secret
   */
  public record Swarm(Optional<String> pinTo, Map<String, String> secrets) {
    /** Copies the names. */
    public Swarm {
      secrets = Map.copyOf(secrets);
    }
  }

  /**
   * The image and the dependencies of a runtime.
   *
   * @param image the image, by name or id
   * @param dependencies the folder of installed dependencies, at {@code /venv} in the container
   * @param modules whether to mount its node_modules into the code, too
   */
  public record RuntimeUse(String image, Path dependencies, boolean modules) {}
}
