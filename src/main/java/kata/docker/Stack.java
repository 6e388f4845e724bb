package kata.docker;

import java.nio.file.Path;

/**
 * What an orchestrator works on.
 *
 * @param project the explicit name of the Compose project or Swarm stack
 * @param folder what relative paths in the file are relative to
 * @param file the generated file
 */
public record Stack(String project, Path folder, Path file) {}
