package kata.docker.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * A service of a stack, as Swarm has it now.
 *
 * @param stack empty when it is of none
 * @param name with the stack before it: {@code shop_web}
 * @param template what its tasks are to be, as JSON
 * @param replicas how many there should be; -1 when there is one on each node, or it is a job
 * @param update Docker's word for the last change: updating, paused, rollback_completed, …; empty
 *     when there was none
 * @param message what Docker says of that change
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

  /** Returns its name as its stack's file has it: {@code web}. */
  public String shortName() {
    return shortName(name, stack);
  }

  public static String shortName(String name, String stack) {
    return name.startsWith(stack + "_") ? name.substring(stack.length() + 1) : name;
  }

  /** Tells whether a task of it runs, on whatever node. */
  boolean runs() {
    return tasks.stream().anyMatch(task -> task.wanted() && task.running());
  }

  /** Returns Docker's word for when an ended task gets a successor: any, on-failure or none. */
  String restarts() {
    return template.path("RestartPolicy").path("Condition").asText("any");
  }

  /**
   * A task: one try to run a container.
   *
   * @param slot its number among its service's, or the id of its node when there is one on each
   * @param node the id of where it is; empty when it has no place yet
   * @param spec what it was made from; equal to the template of its service unless that changed
   * @param desired Docker's word for what it should be: running, ready, shutdown, …
   * @param state Docker's word for what it is: preparing, running, failed, rejected, complete, …
   * @param since when it came into that state
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
