package kata.docker.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * The current state of a Swarm service.
 *
 * @param stack its stack; empty for none
 * @param name its full name: {@code shop_web}
 * @param template the specification of its tasks, as JSON
 * @param replicas the wanted number of tasks; -1 for a global service or a job
 * @param update Docker's word for the last update: updating, paused, rollback_completed, …; empty
 *     for none
 * @param message Docker's message about that update
 */
public record SwarmService(
    String id,
    String stack,
    String name,
    JsonNode template,
    int replicas,
    String update,
    String message,
    List<Task> tasks) {

  public SwarmService {
    tasks = List.copyOf(tasks);
  }

  /** Returns its name in the stack's file: {@code web}. */
  public String shortName() {
    return shortName(name, stack);
  }

  public static String shortName(String name, String stack) {
    return name.startsWith(stack + "_") ? name.substring(stack.length() + 1) : name;
  }

  /** Returns whether one of its tasks runs, on any node. */
  boolean runs() {
    return tasks.stream().anyMatch(task -> task.wanted() && task.running());
  }

  /** Returns Docker's restart condition: any, on-failure or none. */
  String restarts() {
    return template.path("RestartPolicy").path("Condition").asText("any");
  }

  /**
   * A task: one attempt to run a container.
   *
   * @param slot its number in the service, or the id of its node for a global service
   * @param node the id of its node; empty when it has none yet
   * @param spec the specification it was created from; equal to its service's template unless that
   *     changed
   * @param desired Docker's word for the wanted state: running, ready, shutdown, …
   * @param state Docker's word for the current state: preparing, running, failed, rejected,
   *     complete, …
   * @param since when it entered that state
   * @param error why it failed, or empty
   */
  public record Task(
      String id,
      String slot,
      String node,
      JsonNode spec,
      String desired,
      String state,
      Instant since,
      String error,
      String containerId) {
    boolean wanted() {
      return desired.equals("running") || desired.equals("ready");
    }

    public boolean running() {
      return state.equals("running");
    }
  }
}
