package kata.docker;

import com.github.dockerjava.api.model.Service;
import com.github.dockerjava.api.model.SwarmInfo;
import com.github.dockerjava.api.model.SwarmNode;
import com.github.dockerjava.api.model.Task;
import com.github.dockerjava.api.model.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Asks the engine of this host and, where it manages one, its Swarm. */
public final class DockerInventory implements Inventory {
  /** Tasks that were meant to end; failed ones are not among them. */
  private static final Set<TaskState> OVER =
      Set.of(TaskState.SHUTDOWN, TaskState.REMOVE, TaskState.ORPHANED);

  private static final Comparator<Instance> BY_NAME =
      Comparator.comparing(Instance::app)
          .thenComparing(Instance::service)
          .thenComparing(Instance::name)
          .thenComparing(Instance::running, Comparator.reverseOrder());

  private final DockerApi api;

  /** Asks through an API. */
  public DockerInventory(DockerApi api) {
    this.api = api;
  }

  @Override
  public List<Instance> here() {
    return api.ask("list containers", c -> c.listContainersCmd().withShowAll(true).exec()).stream()
        .filter(Listed::isCopyOfService)
        .map(Listed::container)
        .sorted(BY_NAME)
        .toList();
  }

  @Override
  public List<Instance> everywhere() {
    List<Instance> here = here();
    if (!managesSwarm()) {
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
    Map<String, Service> services = new HashMap<>();
    services().forEach(service -> services.put(service.getId(), service));
    Map<String, String> nodes = nodes();
    for (Task task : api.ask("list tasks", c -> c.listTasksCmd().exec())) {
      Service service = services.get(task.getServiceId());
      if (service != null && !OVER.contains(task.getStatus().getState())) {
        Instance known = tasksHere.get(task.getId());
        all.add(known != null ? known : Listed.task(task, service, nodes));
      }
    }
    all.sort(BY_NAME);
    return all;
  }

  @Override
  public Set<String> stacks() {
    Set<String> stacks = new TreeSet<>();
    if (managesSwarm()) {
      services().map(Listed::stack).filter(stack -> !stack.isEmpty()).forEach(stacks::add);
    }
    return stacks;
  }

  private boolean managesSwarm() {
    SwarmInfo swarm = api.ask("tell its state", c -> c.infoCmd().exec()).getSwarm();
    return swarm != null && Boolean.TRUE.equals(swarm.getControlAvailable());
  }

  private Stream<Service> services() {
    return api.ask("list services", c -> c.listServicesCmd().exec()).stream();
  }

  private Map<String, String> nodes() {
    Map<String, String> names = new HashMap<>();
    for (SwarmNode node : api.ask("list nodes", c -> c.listSwarmNodesCmd().exec())) {
      String name = node.getDescription() == null ? null : node.getDescription().getHostname();
      names.put(node.getId(), name == null ? node.getId() : name);
    }
    return names;
  }
}
