package kata.docker.engine;

import com.fasterxml.jackson.databind.JsonNode;

/** The labels that assign containers to apps. */
public final class ContainerLabels {
  /** The Compose project of a container. */
  public static final String PROJECT = "com.docker.compose.project";

  /** The Compose service of a container. */
  public static final String SERVICE = "com.docker.compose.service";

  /** Whether a container was started by {@code docker compose run}. */
  public static final String ONE_OFF = "com.docker.compose.oneoff";

  /** The Swarm stack of a service, task, network or volume. */
  public static final String STACK = "com.docker.stack.namespace";

  private ContainerLabels() {}

  /** Returns the value of a label in an entry of Docker's list, or the empty string. */
  public static String of(JsonNode container, String name) {
    return container.path("Labels").path(name).asText("");
  }
}
