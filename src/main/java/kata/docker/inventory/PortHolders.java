package kata.docker.inventory;

import java.util.ArrayList;
import java.util.List;
import kata.docker.PortHolder;
import kata.docker.engine.DockerApi;
import kata.docker.swarm.Swarm;

/** Reads from Docker which services publish which ports of this server. */
public final class PortHolders {
  private final DockerApi api;
  private final Swarm swarm;

  /** Uses an API. */
  public PortHolders(DockerApi api) {
    this.api = api;
    this.swarm = new Swarm(api);
  }

  /** Returns the current holders: the containers that run here, and the services of the Swarm. */
  public List<PortHolder> now() {
    List<PortHolder> holders = new ArrayList<>();
    api.get("list containers", "/containers/json")
        .forEach(container -> holders.addAll(ContainerListParser.holders(container)));
    if (swarm.state().active()) {
      holders.addAll(swarm.ports());
    }
    return holders;
  }
}
