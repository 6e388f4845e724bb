package kata.docker;

import kata.net.HostPort;

/**
 * Who publishes a port of this server.
 *
 * @param app the Compose project or the stack; empty for a container that is no copy of a service
 * @param service as its app's file has it; empty with the app
 * @param name of the container, of its task, or of the service of Swarm
 */
public record PortHolder(String app, String service, String name, HostPort port) {
  /** Names it as a person knows it. */
  public String shown() {
    return app.isEmpty()
        ? "container '%s'".formatted(name)
        : "service '%s' of app '%s'".formatted(service, app);
  }
}
