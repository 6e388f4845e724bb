package kata.docker.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kata.docker.engine.DockerApi;
import kata.docker.swarm.Swarm;
import kata.docker.swarm.SwarmService;
import kata.docker.swarm.SwarmService.Task;

/** Reads the inventory from this host's engine and, on a manager, from its Swarm. */
public final class DockerInventory implements Inventory {
  /** The states of tasks that Swarm ended on purpose; failed tasks have others. */
  private static final Set<String> OVER = Set.of("shutdown", "remove", "orphaned");

  private final DockerApi api;
  private final Swarm swarm;

  /** Uses an API. */
  public DockerInventory(DockerApi api) {
    this.api = api;
    this.swarm = new Swarm(api);
  }

  @Override
  public List<Instance> here() {
    List<Instance> here = new ArrayList<>();
    for (JsonNode container : api.get("list containers", "/containers/json?all=1")) {
      if (ContainerListParser.isCopyOfService(container)) {
        here.add(ContainerListParser.container(container));
      }
    }
    here.sort(byName());
    return here;
  }

  @Override
  public List<Instance> everywhere() {
    List<Instance> here = here();
    if (!swarm.state().active()) {
      return here;
    }
    Map<String, Instance> tasksHere = new HashMap<>();
    List<Instance> all = new ArrayList<>();
    for (Instance instance : here) {
      if (instance.task().isEmpty()) {
        all.add(instance);
      } else {
        tasksHere.put(instance.task(), instance);
      }
    }
    Map<String, Swarm.Node> nodes = swarm.nodes();
    for (SwarmService service : swarm.services()) {
      for (Task task : service.tasks()) {
        if (!OVER.contains(task.state())) {
          Instance known = tasksHere.get(task.id());
          all.add(known != null ? known : ContainerListParser.task(service, task, nodes));
        }
      }
    }
    all.sort(byName());
    return all;
  }

  /** Builds the comparator on demand: that takes Java as long as a call to Docker. */
  private static Comparator<Instance> byName() {
    return Comparator.comparing(Instance::app)
        .thenComparing(Instance::service)
        .thenComparing(Instance::name)
        .thenComparing(Instance::running, Comparator.reverseOrder());
  }

  @Override
  public Set<String> stacks() {
    Set<String> stacks = new TreeSet<>();
    if (swarm.state().active()) {
      swarm.services().forEach(service -> stacks.add(service.stack()));
    }
    stacks.remove("");
    return stacks;
  }
}
