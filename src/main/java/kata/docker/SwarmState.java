package kata.docker;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.LocalNodeState;
import com.github.dockerjava.api.model.SwarmInfo;

/**
 * How this node stands to a Swarm.
 *
 * @param word Docker's own: inactive, pending, active, error or locked
 * @param manager whether this node can be asked about the Swarm
 * @param nodeId of this node, empty outside a Swarm
 * @param nodes how many the Swarm has, as far as a manager knows; 0 elsewhere
 */
public record SwarmState(String word, boolean manager, String nodeId, int nodes) {
  /** Asks the engine. */
  public static SwarmState of(DockerApi api) {
    Info info = api.ask("tell its state", c -> c.infoCmd().exec());
    SwarmInfo swarm = info.getSwarm();
    if (swarm == null) {
      return new SwarmState("inactive", false, "", 0);
    }
    LocalNodeState state = swarm.getLocalNodeState();
    String nodeId = swarm.getNodeID();
    Integer nodes = swarm.getNodes();
    return new SwarmState(
        state == null || state.getValue().isEmpty() ? "inactive" : state.getValue(),
        Boolean.TRUE.equals(swarm.getControlAvailable()),
        nodeId == null ? "" : nodeId,
        nodes == null ? 0 : nodes);
  }

  /** Tells whether services, stacks and secrets can be managed from this node. */
  public boolean active() {
    return word.equals("active") && manager;
  }

  /** Says why {@link #active()} is false. */
  public String problem() {
    return switch (word) {
      case "active" -> "this node is a worker of its Swarm, and only a manager can do this";
      case "pending" -> "this node is still joining a Swarm";
      case "locked" -> "the Swarm of this node is locked";
      case "error" -> "the Swarm of this node is in error";
      default -> "this node is in no Swarm";
    };
  }

  /** Says what to do to make {@link #active()} true. */
  public String remedy() {
    return switch (word) {
      case "active" -> "run this on a manager, or make this node one: `docker node promote`";
      case "pending" -> "wait, or see `docker info`; a manager must be reachable from here";
      case "locked" -> "`docker swarm unlock`, with the key that `docker swarm unlock-key` showed";
      case "error" -> "`docker info` shows the error; `docker swarm leave --force` gives it up";
      default -> "`docker swarm init` makes it one";
    };
  }
}
