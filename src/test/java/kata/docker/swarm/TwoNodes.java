package kata.docker.swarm;

import java.util.List;
import java.util.Set;
import kata.docker.inventory.Instance;
import kata.docker.inventory.Inventory;

/** An inventory with two Compose apps, and a stack whose tasks run on two nodes. */
public final class TwoNodes {
  private TwoNodes() {}

  /** Returns all instances. */
  public static List<Instance> all() {
    return List.of(
        compose("blog", "web", 1, "a111", "Exited (1) 3 minutes ago"),
        compose("shop", "db", 1, "bbbb1", "Up 2 hours (healthy)"),
        compose("shop", "web", 1, "cccc1", "Exited (137) 1 second ago"),
        compose("shop", "web", 2, "cccc2", "Up 2 hours"),
        compose("shop", "web", 3, "cccc3", "Up 2 hours"),
        task("cart", "web", 1, "dddd1", "Up 1 second", ""),
        task("cart", "worker", 1, "dddd2", "running on far", "far"),
        task("cart", "cron", 1, "", "pending: no suitable node", ""),
        task("", "registry", 1, "eeee1", "Up 3 days", ""));
  }

  /** Returns an inventory with these instances on this node, and the stack cart. */
  public static Inventory inventory(List<Instance> instances) {
    return new Inventory() {
      @Override
      public List<Instance> here() {
        return instances.stream()
            .filter(one -> one.node().isEmpty() && !one.container().isEmpty())
            .toList();
      }

      @Override
      public List<Instance> everywhere() {
        return instances;
      }

      @Override
      public Set<String> stacks() {
        return Set.of("cart");
      }
    };
  }

  private static Instance compose(String app, String service, int copy, String id, String state) {
    return new Instance(
        app,
        service,
        "%s-%s-%d".formatted(app, service, copy),
        id.repeat(12),
        "",
        state.startsWith("Up"),
        state,
        service + ":1",
        service.equals("web") ? "127.0.0.1:800%d->80/tcp".formatted(copy) : "",
        "");
  }

  private static Instance task(
      String app, String service, int slot, String id, String state, String node) {
    String name = app.isEmpty() ? service : app + "_" + service;
    return new Instance(
        app,
        service,
        name + "." + slot,
        id.repeat(12),
        "t4sk" + app + service,
        state.startsWith("Up") || state.startsWith("running"),
        state,
        service + ":1",
        "",
        node);
  }
}
