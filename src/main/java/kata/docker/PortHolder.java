package kata.docker;

import kata.net.HostPort;

/**
 * A service or container that publishes a port of this server.
 *
 * @param app the Compose project or the stack; empty when it belongs to none
 * @param service its name in the app's file or in Swarm; empty for a container of no service
 * @param name the name of the container, the task, or the Swarm service
 */
public record PortHolder(String app, String service, String name, HostPort port) {
  /** Returns its name for messages. */
  public String displayName() {
    if (service.isEmpty()) {
      return "container '%s'".formatted(name);
    }
    return app.isEmpty()
        ? "Swarm service '%s'".formatted(service)
        : "service '%s' of app '%s'".formatted(service, app);
  }
}
