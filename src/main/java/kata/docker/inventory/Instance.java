package kata.docker.inventory;

/**
 * One copy of a service: a container of Compose, or a task of Swarm.
 *
 * @param app the Compose project or the stack; empty for a service of neither
 * @param name the name of the container, or of the task such as {@code shop_web.1}
 * @param container the container id; empty for a task that has none
 * @param task the task id; empty for Compose
 * @param running whether a command can run in it
 * @param state Docker's status text, with its health
 * @param node the name of its node; empty for this node
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
  /** Returns the name of its service as users type it: {@code shop/web}. */
  public String label() {
    return app.isEmpty() ? service : app + "/" + service;
  }

  /** Returns the name of its service in Swarm: {@code shop_web}. */
  String swarmService() {
    return app.isEmpty() ? service : app + "_" + service;
  }

  /** Returns whether its container or task id has a prefix of at least four characters. */
  boolean hasId(String prefix) {
    return prefix.length() >= 4 && (container.startsWith(prefix) || task.startsWith(prefix));
  }
}
