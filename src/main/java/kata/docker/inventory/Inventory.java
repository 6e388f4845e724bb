package kata.docker.inventory;

import java.util.List;
import java.util.Set;

/** What there is of all services, whatever made them. */
public interface Inventory {
  /** Returns the containers of services on this node; one-off ones are left out. */
  List<Instance> here();

  /** Returns those and, on a manager of a Swarm, its tasks on every node. */
  List<Instance> everywhere();

  /** Returns the stacks of the Swarm; none on a node that does not manage one. */
  Set<String> stacks();
}
