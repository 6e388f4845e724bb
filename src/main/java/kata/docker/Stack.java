package kata.docker;

import java.nio.file.Path;

/**
 * The project that an orchestrator runs.
 *
 * @param project the explicit name of the Compose project or Swarm stack
 * @param folder the base of relative paths in the file
 * @param file the generated file
 */
public record Stack(String project, Path folder, Path file) {}
