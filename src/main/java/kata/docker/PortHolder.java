package kata.docker;

import kata.net.HostPort;

/**
 * Who publishes a port of this server.
 *
 * @param app the Compose project or the stack; empty for what belongs to none
 * @param service as its app's file or Swarm has it; empty for a container that is no copy of one
 * @param name of the container, of its task, or of the service of Swarm
 */
public record PortHolder(String app, String service, String name, HostPort port) {
  /** Names it as a person knows it. */
  public String shown() {
    if (service.isEmpty()) {
      return "container '%s'".formatted(name);
    }
    return app.isEmpty()
        ? "service '%s' of Swarm".formatted(service)
        : "service '%s' of app '%s'".formatted(service, app);
  }
}
