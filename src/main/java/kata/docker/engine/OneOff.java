package kata.docker.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container that runs one command and is then removed.
 *
 * @param name its name; a leftover of an interrupted run is removed first
 * @param env its variables, byte for byte: they travel in the request's body, never in arguments
 * @param mounts {@code host:container} folders
 * @param user {@code uid:gid}
 * @param workingDir the folder it starts in
 */
public record OneOff(
    String name,
    String image,
    List<String> command,
    Map<String, String> env,
    List<String> mounts,
    String user,
    String workingDir) {
  /** Copies the lists. */
  public OneOff {
    command = List.copyOf(command);
    env = new LinkedHashMap<>(env);
    mounts = List.copyOf(mounts);
  }
}
