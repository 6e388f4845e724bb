package kata.docker.inventory;

/**
 * One copy of a service: a container of Compose, or a task of Swarm.
 *
 * @param app the Compose project or the stack; empty for a service of neither
 * @param name of the container, or of the task such as {@code shop_web.1}
 * @param container its id, empty for a task that has none
 * @param task its id, empty for Compose
 * @param running whether a command can run in it
 * @param state in Docker's words, with its health
 * @param node where it is, empty for this one
 */
public record Instance(
    String app,
    String service,
    String name,
    String container,
    String task,
    boolean running,
    String state,
    String image,
    String ports,
    String node) {
  /** Returns the name of its service as a person types it: {@code shop/web}. */
  public String label() {
    return app.isEmpty() ? service : app + "/" + service;
  }

  /** Returns the name of its service as Swarm has it: {@code shop_web}. */
  String swarmService() {
    return app.isEmpty() ? service : app + "_" + service;
  }

  /** Tells whether it has an id that begins like this. */
  boolean hasId(String prefix) {
    return prefix.length() >= 4 && (container.startsWith(prefix) || task.startsWith(prefix));
  }
}
