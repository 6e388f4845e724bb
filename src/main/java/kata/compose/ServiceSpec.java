package kata.compose;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import kata.env.Assignment;
import kata.yaml.Yaml.Mapping;

/**
 * A service of kata-compose.yaml.
 *
 * @param runtime the language kata runs it with, when it asks for one; else it has its own image
 * @param environment its own variables
 * @param body everything else, to pass through
 */
public record ServiceSpec(
    String name, Optional<String> runtime, List<Assignment> environment, Mapping body) {
  /** Copies the variables. */
  public ServiceSpec {
    environment = List.copyOf(environment);
  }

  /**
   * Tells whether it runs the code of the app, so that a push replaces it.
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
