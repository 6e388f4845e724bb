package kata.docker.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import kata.docker.PortHolder;
import kata.docker.engine.DockerApi;
import kata.net.HostPort;
import kata.testing.FakeSwarm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PortHoldersTest {
  private FakeSwarm swarm;
  private PortHolders holders;

  @BeforeEach
  void make() throws IOException {
    swarm = new FakeSwarm();
    holders = new PortHolders(new DockerApi(swarm.host()));
  }

  @AfterEach
  void close() {
    swarm.close();
  }

  @Test
  void a_service_of_swarm_has_its_port_on_every_address_of_every_node() {
    swarm.publishes("shop", "shop_web", 8080, "ingress");
    swarm.publishes("", "registry", 5000, "ingress");
    swarm.publishes("blog", "blog_web", 8081, "host"); // its containers publish it, on their nodes
    swarm.publishes("blog", "blog_db", 0, "ingress");
    assertThat(holders.now())
        .containsExactly(
            holder("shop", "web", "shop_web", "0.0.0.0", 8080),
            holder("shop", "web", "shop_web", "::", 8080),
            holder("", "registry", "registry", "0.0.0.0", 5000),
            holder("", "registry", "registry", "::", 5000));
    assertThat(holders.now())
        .extracting(PortHolder::displayName)
        .contains("service 'web' of app 'shop'", "Swarm service 'registry'");
  }

  @Test
  void a_node_that_is_no_manager_has_containers_only() {
    swarm.publishes("shop", "shop_web", 8080, "ingress");
    swarm.state("active", false);
    assertThat(holders.now()).isEmpty();
  }

  private static PortHolder holder(String app, String service, String name, String at, int port) {
    return new PortHolder(app, service, name, HostPort.of("tcp", at, port).orElseThrow());
  }
}
