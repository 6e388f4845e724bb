package kata.docker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the Swarm state with engines in server containers. */
@Timeout(300)
final class SwarmStateIT {
  @Test
  void an_engine_tells_whether_it_is_a_swarm() {
    try (SwarmServer server = new SwarmServer("bookworm")) {
      assertThat(SwarmState.of(server.api())).isEqualTo(new SwarmState("inactive", false, "", 0));
      server.init();
      String node = server.docker("info", "--format", "{{.Swarm.NodeID}}");
      assertThat(SwarmState.of(server.api())).isEqualTo(new SwarmState("active", true, node, 1));
    }
  }
}
