package kata.compose;

import java.util.List;
import java.util.Optional;
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
}
