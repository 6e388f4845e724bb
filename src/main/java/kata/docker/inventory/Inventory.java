package kata.docker.inventory;

import java.util.List;
import java.util.Set;

/** Lists the instances of all services, in both modes. */
public interface Inventory {
  /** Returns the containers of services on this node, without one-off containers. */
  List<Instance> here();

  /** Returns those of this node and, on a Swarm manager, the tasks on every node. */
  List<Instance> everywhere();

  /** Returns the stacks of the Swarm; none on a node that is not a manager. */
  Set<String> stacks();
}
