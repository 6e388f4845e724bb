package kata.compose;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a release lies and runs.
 *
 * @param revision what the labels of its services say
 * @param code the folder of the release
 * @param user {@code uid:gid} of runtime services that set no user
 * @param roots the host folders of the app by variable: {@code APP_ROOT}, {@code DATA_ROOT}, …
 * @param runtimes what each language in use runs with
 * @param swarm the Swarm it runs in, if it does not run with Compose
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
   * A Swarm.
   *
   * @param pinTo the id of this node, when services could land on others
   * @param secrets the name Docker has the newest version of each secret under
   */
  public record Swarm(Optional<String> pinTo, Map<String, String> secrets) {
    /** Copies the names. */
    public Swarm {
      secrets = Map.copyOf(secrets);
    }
  }

  /**
   * What a language runs with.
   *
   * @param image the image, by name or id
   * @param dependencies the folder of installed dependencies, at {@code /venv} in the container
   * @param modules whether that folder's node_modules belongs into the code as well
   */
  public record RuntimeUse(String image, Path dependencies, boolean modules) {}
}
