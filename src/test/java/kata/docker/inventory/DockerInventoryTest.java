package kata.docker.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import kata.docker.engine.DockerApi;
import kata.testing.FakeSwarm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every service of this Swarm has a group, as {@code group_add} adds it. */
final class DockerInventoryTest {
  private FakeSwarm swarm;
  private Inventory inventory;

  @BeforeEach
  void make() throws IOException {
    swarm = new FakeSwarm();
    inventory = new DockerInventory(new DockerApi(swarm.host()));
  }

  @AfterEach
  void close() {
    swarm.close();
  }

  @Test
  void tasks_on_all_nodes_are_listed() { // fault 64
    swarm.runs("shop", "shop_web", "running", "near");
    swarm.runs("", "registry", "running", "far");
    swarm.runs("shop", "shop_gone", "shutdown", "far");

    assertThat(inventory.everywhere())
        .containsExactly(
            task("", "registry", "registry", "far"), task("shop", "web", "shop_web", "near"));
    assertThat(inventory.stacks()).containsExactly("shop");
    assertThat(inventory.here()).isEmpty();
  }

  @Test
  void nothing_runs_on_a_lost_node() { // whatever Swarm still reports
    swarm.runs("shop", "shop_web", "running", "far");
    swarm.down();
    assertThat(inventory.everywhere())
        .extracting(Instance::running, Instance::state)
        .containsExactly(tuple(false, "running on far, which is down"));
    assertThatThrownBy(() -> new Lookup(inventory.everywhere()).running("shop"))
        .hasMessage("shop_web.1 is not running: running on far, which is down")
        .extracting("hint")
        .isEqualTo("`kata docker service ps shop_web` shows why");
  }

  @Test
  void a_node_that_is_no_manager_knows_itself_only() {
    swarm.runs("shop", "shop_web", "running", "near");
    swarm.state("active", false);
    assertThat(inventory.everywhere()).isEmpty();
    assertThat(inventory.stacks()).isEmpty();
  }

  private static Instance task(String stack, String service, String name, String node) {
    return new Instance(
        stack,
        service,
        name + ".1",
        "",
        "task-" + name,
        true,
        "running on " + node,
        "image",
        "",
        node);
  }
}
