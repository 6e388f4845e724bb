package kata.docker.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kata.docker.Images;
import kata.docker.Images.Pull;
import kata.docker.Stack;
import kata.docker.engine.ContainerLabels;
import kata.docker.engine.DockerApi;
import kata.docker.engine.DockerEngine;
import kata.docker.inventory.PortHolders;
import kata.process.OsExec;
import kata.process.PollInterval;
import kata.process.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a stack needs before it starts, on a real Swarm of one node. */
class SwarmReadyIT {
  private static final Stack SHOP =
      new Stack("shop", Path.of("/tmp"), Path.of("/tmp/kata-compose.yaml"));
  private static SwarmServer server;

  @BeforeAll
  static void start() {
    server = SwarmServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_published_port_has_an_owner() {
    List<String> create = List.of("service", "create", "--detach", "--name", "shop_web");
    List<String> words = new ArrayList<>(create);
    words.addAll(List.of("--label", ContainerLabels.STACK + "=shop", "--publish", "18110:80"));
    words.addAll(List.of(SwarmServer.IMAGE, "sleep", "infinity"));
    server.docker(words.toArray(String[]::new));
    PortHolders holders = new PortHolders(server.api());
    Instant deadline = Instant.now().plusSeconds(30);
    while (holders.now().isEmpty() && Instant.now().isBefore(deadline)) {
      PollInterval.sleep(Duration.ofMillis(100)); // Swarm assigns ports after it has answered
    }
    assertThat(holders.now())
        .extracting(holder -> holder.displayName() + " " + holder.port().port())
        .containsOnly("service 'web' of app 'shop' 18110");
  }

  @Test
  void an_image_that_cannot_be_had_is_refused_before_the_stack_is_touched() {
    assertThat(fetch(SwarmServer.IMAGE)).isEmpty();
    String id = server.docker("inspect", "--format", "{{.Id}}", SwarmServer.IMAGE);
    assertThat(fetch(id)).isEmpty();
    assertThatThrownBy(() -> fetch("nosuch.invalid/x:1"))
        .hasMessageStartingWith(
            "service 'web' needs the image nosuch.invalid/x:1, which docker could not pull: Error");
    assertThatThrownBy(() -> fetch("sha256:" + "0".repeat(64)))
        .hasMessageStartingWith("service 'web' needs the image sha256:0");
  }

  private static Map<String, String> fetch(String image) {
    OsExec exec = new OsExec(Map.of("PATH", System.getenv("PATH"), "DOCKER_HOST", server.host()));
    DockerApi api = server.api();
    SwarmOrchestrator swarm =
        new SwarmOrchestrator(exec, new Swarm(api), new DockerEngine(api), Duration.ofSeconds(20));
    Images images = new Images(List.of(new Pull("web", image, "", "")), Map.of(), false);
    return swarm.fetch(SHOP, images, Progress.silent());
  }
}
