package kata.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import kata.docker.PortHolder;
import kata.docker.engine.ContainerState.Port;
import kata.docker.inventory.DockerInventory;
import kata.docker.inventory.Instance;
import kata.docker.inventory.PortHolders;
import kata.error.KataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests unusual answers of Docker: any field may be null or absent, any object may disappear. */
final class DockerEngineTest {
  private FakeDocker docker;
  private DockerEngine engine;

  @BeforeEach
  void make() throws IOException {
    docker = new FakeDocker();
    engine = new DockerEngine(docker.api());
    docker.answers("GET /info", 200, "{\"Swarm\":null}");
  }

  @AfterEach
  void close() {
    docker.close();
  }

  @Test
  void lists_of_null_are_empty() {
    docker.answers("GET /containers/json", 200, "null");
    docker.answers("GET /networks", 200, "null");
    docker.answers("GET /volumes", 200, "{\"Volumes\":null,\"Warnings\":null}");
    docker.answers("GET /images/json", 200, "null");
    assertThat(engine.runningProjects()).isEmpty();
    assertThat(engine.containers("shop")).isEmpty();
    assertThat(new DockerInventory(docker.api()).everywhere()).isEmpty();
    assertThat(new PortHolders(docker.api()).now()).isEmpty();
    engine.removeProject("shop", true);
    new UnusedImages(docker.api()).remove("app", "shop", Set.of());
    assertThat(docker.asked()).noneMatch(question -> question.startsWith("DELETE"));
  }

  @Test
  void a_container_of_nulls_is_nobodys() {
    docker.answers(
        "GET /containers/json",
        200,
        """
        [{"Id":"1","Names":null,"Image":null,"State":null,"Status":null,"Labels":null,"Ports":null},
         {"Id":"2","Labels":{"com.docker.compose.service":null},
          "Ports":[{"PrivatePort":80,"PublicPort":8080,"Type":"tcp"}]}]
        """);
    docker.answers("GET /containers/1/json", 200, "{\"Id\":\"1\",\"State\":null}");
    assertThat(engine.runningProjects()).isEmpty();
    assertThat(new DockerInventory(docker.api()).here()).isEmpty();
    assertThat(new PortHolders(docker.api()).now())
        .extracting(PortHolder::service, PortHolder::name)
        .containsOnly(tuple("", "2"));
    ContainerState state = engine.containers("shop").get(0);
    assertThat(state.status() + state.health() + state.address() + state.service()).isEmpty();
    assertThat(state.startedAt()).isEqualTo(Instant.EPOCH);
    assertThat(engine.containers("shop")).hasSize(1); // the other was removed after it was listed
  }

  @Test
  void a_copy_of_a_service_is_listed_with_its_ports() {
    docker.answers(
        "GET /containers/json",
        200,
        """
        [{"Id":"1","Names":["/other/db","/shop-web-1"],"Image":"web@sha256:0123","State":"running",
          "Status":"Up 2 minutes (healthy)",
          "Labels":{"com.docker.compose.project":"shop","com.docker.compose.service":"web"},
          "Ports":[{"PrivatePort":443,"Type":"tcp"},
                   {"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}]},
         {"Id":"2","Labels":{"com.docker.compose.project":"shop",
          "com.docker.compose.service":"web","com.docker.compose.oneoff":"True"}}]
        """);
    assertThat(new DockerInventory(docker.api()).here())
        .containsExactly(
            new Instance(
                "shop",
                "web",
                "shop-web-1",
                "1",
                "",
                true,
                "Up 2 minutes (healthy)",
                "web",
                "0.0.0.0:8080->80/tcp, 443/tcp",
                ""));
    assertThat(engine.runningProjects()).containsExactly("shop");
  }

  @Test
  void what_docker_tells_of_a_container_is_read() {
    docker.answers("GET /containers/json", 200, "[{\"Id\":\"1\",\"Labels\":{}}]");
    docker.answers(
        "GET /containers/1/json",
        200,
        """
        {"Id":"1","RestartCount":2,
         "State":{"Status":"running","ExitCode":7,"StartedAt":"2026-11-25T12:00:00.5Z",
          "Health":{"Status":"starting","Log":[{"ExitCode":0,"Output":"fine"},
           {"ExitCode":7,"Output":"looking\\rnobody there\\n\\n"}]}},
         "NetworkSettings":{"Networks":{"a":null,"b":{"IPAddress":""},"c":{"IPAddress":"10.0.0.2"}},
          "Ports":{"53/udp":[{"HostIp":"::","HostPort":"53"}],"81/tcp":null,
           "80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"},{"HostIp":"::","HostPort":"8080"}],
           "82/tcp":[{"HostIp":"","HostPort":""}]}}}
        """);
    ContainerState state = engine.containers("shop").get(0);
    assertThat(state.status() + " " + state.health()).isEqualTo("running starting");
    assertThat(state.check()).isEqualTo("exited with 7: nobody there");
    assertThat(state.exitCode()).isEqualTo(7);
    assertThat(state.restarts()).isEqualTo(2);
    assertThat(state.startedAt()).isEqualTo(Instant.parse("2026-11-25T12:00:00.5Z"));
    assertThat(state.address()).isEqualTo("10.0.0.2");
    assertThat(state.ports()).containsExactly(new Port(80, 8080));
  }

  @Test
  void an_image_that_is_not_there_is_no_failure_and_a_refusal_is() {
    docker.answers("GET /images/acme/shop:1/json", 200, "{\"Id\":\"sha256:1\"}");
    docker.answers("GET /images/bad/json", 400, "{\"message\":\"invalid reference format\"}");
    assertThat(engine.imageId("acme/shop:1")).contains("sha256:1");
    assertThat(engine.imageId("acme/shop:2")).isEmpty();
    assertThatThrownBy(() -> engine.imageId("bad"))
        .isInstanceOf(KataException.class)
        .hasMessage("docker could not inspect an image: invalid reference format");
  }

  @Test
  void what_ends_or_goes_by_itself_does_not_hold_up_a_removal() {
    docker.answers("GET /containers/json", 200, "[{\"Id\":\"1\"},{\"Id\":\"2\"},{\"Id\":\"3\"}]");
    docker.answers("POST /containers/1/stop", 304, "");
    docker.answers("POST /containers/2/stop", 204, "");
    docker.answers("DELETE /containers/1", 204, "");
    docker.answers("GET /networks", 200, "[{\"Id\":\"n\",\"Name\":\"shop_default\"}]");
    docker.answers("GET /volumes", 200, "{\"Volumes\":[{\"Name\":\"shop_data\"}]}");
    docker.answers("DELETE /volumes/shop_data", 409, "{\"message\":\"volume is in use\"}");
    engine.removeProject("shop", false);
    assertThat(docker.asked())
        .contains(
            "DELETE /containers/1?force=1&v=1",
            "DELETE /containers/2?force=1&v=1",
            "POST /containers/3/stop",
            "DELETE /networks/n")
        .doesNotContain("DELETE /volumes/shop_data");
    assertThatThrownBy(() -> engine.removeProject("shop", true))
        .hasMessage("docker could not remove the volume shop_data: volume is in use");
  }

  @Test
  void an_image_that_a_container_needs_stays() {
    docker.answers("GET /images/json", 200, "[{\"Id\":\"a\"},{\"Id\":\"b\"},{\"Id\":\"c\"}]");
    docker.answers("DELETE /images/a", 409, "{\"message\":\"in use\"}");
    docker.answers("DELETE /images/c", 200, "[{\"Deleted\":\"c\"}]");
    new UnusedImages(docker.api()).remove("app", "shop", Set.of("b"));
    assertThat(docker.asked())
        .containsExactly(
            "GET /images/json?" + DockerApi.labelled("app", "shop"),
            "DELETE /images/a",
            "DELETE /images/c");
  }
}
