package kata.compose;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import kata.env.Assignment;
import kata.yaml.Yaml.Mapping;

/**
 * A service of kata-compose.yaml.
 *
 * @param runtime its runtime, if it has no image of its own
 * @param environment its own variables
 * @param body the other keys, to pass through
 */
public record ServiceSpec(
    String name, Optional<String> runtime, List<Assignment> environment, Mapping body) {
  /** Copies the variables. */
  public ServiceSpec {
    environment = List.copyOf(environment);
  }

  /**
   * Returns whether it runs the code of the app. A push replaces such a service.
   *
   * @param body its body, with variables expanded or not
   * @param declared the volumes that the file declares
   */
  boolean runsCode(Mapping body, Set<String> declared) {
    return runtime.isPresent()
        || body.get("build").isPresent()
        || ServiceVolumes.mountsCode(body, declared);
  }
}
