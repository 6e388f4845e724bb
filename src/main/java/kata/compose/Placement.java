package kata.compose;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a release lies and runs.
 *
 * @param revision what the labels of its services say
 * @param code the folder of the release
 * @param user {@code uid:gid} of runtime services that set no user
 * @param roots the host folders of the app by variable: {@code APP_ROOT}, {@code DATA_ROOT}, …
 * @param runtimes what each language in use runs with
 */
public record Placement(
    String revision,
    Path code,
    String user,
    Map<String, Path> roots,
    Map<String, RuntimeUse> runtimes) {
  /** Copies the maps. */
  public Placement {
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
   * What a language runs with.
   *
   * @param image the image, with tag
   * @param dependencies the folder of installed dependencies, at {@code /venv} in the container
   * @param modules whether that folder's node_modules belongs into the code as well
   */
  public record RuntimeUse(String image, Path dependencies, boolean modules) {}
}
