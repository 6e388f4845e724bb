package kata.docker.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import kata.docker.engine.DockerApi;

/**
 * What this node is in a Swarm.
 *
 * @param word Docker's: inactive, pending, active, error, locked
 * @param manager whether it can be asked about the Swarm
 * @param nodeId its id, or empty when it is in none
 * @param nodes how many nodes there are; 0 unless it is a manager
 */
public record SwarmState(String word, boolean manager, String nodeId, int nodes) {
  /** Asks Docker. */
  public static SwarmState of(DockerApi api) {
    JsonNode swarm = api.get("tell the state of Swarm", "/info").path("Swarm");
    return new SwarmState(
        swarm.path("LocalNodeState").asText("inactive"),
        swarm.path("ControlAvailable").asBoolean(),
        swarm.path("NodeID").asText(""),
        swarm.path("Nodes").asInt());
  }

  /** Tells whether stacks and secrets can be managed from here. */
  public boolean active() {
    return word.equals("active") && manager;
  }

  /** Returns why stacks and secrets cannot be managed from here, if they cannot, and what to do. */
  public Optional<String> obstacle() {
    if (active()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (word) {
          case "active" -> "this node is a worker of its Swarm; run this on a manager";
          case "locked" -> "Swarm is locked on this server; `docker swarm unlock` opens it";
          case "pending" -> "this server is still joining a Swarm; is a manager of it in reach?";
          case "error" -> "Swarm is in error on this server; `docker info` says why";
          default -> "Swarm is not active on this server; `docker swarm init` starts one";
        });
  }
}
