package kata.docker.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import kata.docker.engine.DockerApi;

/**
 * This node's membership in a Swarm.
 *
 * @param word Docker's: inactive, pending, active, error, locked
 * @param manager whether it is a manager of the Swarm
 * @param nodeId its id; empty outside a Swarm
 * @param nodes the number of nodes; 0 unless it is a manager
 */
public record SwarmState(String word, boolean manager, String nodeId, int nodes) {
  /** Reads the state from Docker. */
  public static SwarmState of(DockerApi api) {
    JsonNode swarm = api.get("read the state of Swarm", "/info").path("Swarm");
    return new SwarmState(
        swarm.path("LocalNodeState").asText("inactive"),
        swarm.path("ControlAvailable").asBoolean(),
        swarm.path("NodeID").asText(""),
        swarm.path("Nodes").asInt());
  }

  /** Returns whether stacks and secrets can be managed from this node. */
  public boolean active() {
    return word.equals("active") && manager;
  }

  /** Returns why stacks and secrets cannot be managed from this node, if so, and what to do. */
  public Optional<String> obstacle() {
    if (active()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (word) {
          case "active" -> "this node is a worker of its Swarm; run this on a manager";
          case "locked" -> "Swarm is locked on this server; run `docker swarm unlock`";
          case "pending" ->
              "this server is still joining a Swarm; check that a manager is reachable";
          case "error" -> "Swarm has an error on this server; `docker info` shows it";
          default -> "Swarm is not active on this server; run `docker swarm init`";
        });
  }
}
