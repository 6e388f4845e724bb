package kata.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kata.compose.ComposeGenerator.Generated;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SwarmFormTest {
  private static final GenerationContext.Swarm ONE_NODE =
      new GenerationContext.Swarm(Optional.empty(), Map.of());

  @Test
  void the_form_has_a_version_and_no_restart() { // fault 55
    assertThat(generate("services: {web: {image: x}}").text())
        .startsWith("version: \"3.8\"\n")
        .doesNotContain("restart");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"127.0.0.1:8000:8000\"",
        "\"127.0.0.1::8000\"",
        "\"[::1]:8000:8000\"",
        "\"10.0.0.1:8000-8001:8000-8001/udp\"",
        "$BIND_ADDRESS:8000:8000",
        "{target: 8000, published: 8000, host_ip: 127.0.0.1}",
      })
  void a_port_of_one_address_is_refused_unless_it_may_be_public(String port) { // fault 56, R-34
    String file = "services:\n  web:\n    image: x\n    ports:\n      - " + port + "\n";
    assertThatThrownBy(() -> check(file, ONE_NODE))
        .isInstanceOf(KataException.class)
        .hasMessageMatching("kata-compose.yaml:5:\\d+: Swarm would publish this port on every .*")
        .extracting(e -> ((KataException) e).hint())
        .asString()
        .contains("x-kata-mode: compose", "x-kata-allow-public-ports: true");
    Generated allowed = generate("x-kata-allow-public-ports: true\n" + file);
    assertThat(allowed.text()).doesNotContain("127.0.0.1:", "::1", "10.0.0.1", "host_ip");
    assertThat(allowed.warnings())
        .anyMatch(w -> w.contains("publishes this port on every address"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8000",
        "\"8000:8000\"",
        "\"0.0.0.0:8000:8000\"",
        "\"[::]:8000:8000\"",
        "{target: 8}"
      })
  void a_port_of_every_address_passes(String port) {
    check("services: {web: {image: x, ports: [" + port + "]}}", ONE_NODE);
  }

  @ParameterizedTest
  @CsvSource({
    "build: .,                push the image to a registry",
    "mem_limit: 10m,          deploy: {resources: {limits",
    "cpus: 2,                 deploy: {resources: {limits",
    "scale: 2,                deploy: {replicas",
    "profiles: [dev],         x-kata-mode: compose",
    "network_mode: host,      x-kata-mode: compose",
    "privileged: true,        x-kata-mode: compose",
    "devices: [/dev/x],       x-kata-mode: compose",
  })
  void what_swarm_cannot_do_is_refused_with_the_way_out(String key, String hint) { // fault 56
    String image = key.startsWith("build") ? "" : "image: x, ";
    assertThatThrownBy(() -> check("services: {web: {" + image + key + "}}", ONE_NODE))
        .hasMessageStartingWith("kata-compose.yaml:1:")
        .hasMessageContaining("Swarm does not support '" + key.substring(0, key.indexOf(':')) + "'")
        .extracting(e -> ((KataException) e).hint())
        .asString()
        .contains(hint);
  }

  @Test
  void what_a_service_does_without_is_dropped_and_said() {
    Generated generated =
        generate("services: {web: {image: x, container_name: w, build: ., expose: [80]}}");
    assertThat(generated.text()).doesNotContain("container_name", "build", "expose");
    assertThat(generated.warnings())
        .containsExactlyInAnyOrder(
            "kata-compose.yaml:1:28: Swarm ignores 'container_name'",
            "kata-compose.yaml:1:47: Swarm ignores 'build'",
            "kata-compose.yaml:1:57: Swarm ignores 'expose'");
  }

  @Test
  void a_map_of_depends_on_becomes_a_list() { // fault 56
    Generated generated =
        generate(
            """
            services:
              web: {image: x, depends_on: {job: {condition: service_completed_successfully}}}
              job: {image: y}
            """);
    assertThat(generated.text()).contains("    depends_on:\n    - job\n");
    assertThat(generated.warnings()).anyMatch(w -> w.contains("starts all services at once"));
    // Who is waited for has to end, and Swarm would start it again and again.
    assertThat(generated.text())
        .contains("restart_policy:\n        condition: on-failure\n", "failure_action: continue");
  }

  @ParameterizedTest
  @CsvSource({"\"no\",none", "on-failure:4,on-failure"})
  void restart_becomes_a_policy(String restart, String condition) {
    String text = generate("services: {web: {image: x, restart: %s}}".formatted(restart)).text();
    assertThat(text).contains("condition: " + condition).doesNotContain("restart: ");
    assertThat(text.contains("max_attempts: 4")).isEqualTo(restart.endsWith("4"));
  }

  @Test
  void always_is_what_swarm_does_anyway_and_a_written_policy_stays() {
    assertThat(generate("services: {web: {image: x, restart: always}}").text())
        .doesNotContain("restart");
    assertThat(
            generate(
                    "services: {web: {image: x, restart: always,"
                        + " deploy: {restart_policy: {condition: none}}}}")
                .text())
        .contains("condition: none");
  }

  @Test
  void what_only_this_node_has_is_pinned_to_it() { // fault 58, R-36
    GenerationContext.Swarm three = new GenerationContext.Swarm(Optional.of("n1"), Map.of());
    String file =
        """
        services:
          web: {runtime: python, command: x, deploy: {placement: {constraints: [node.role==manager]}}}
          files: {image: x, volumes: ["data:/d"]}
          db: {image: x, volumes: ["kept:/k"]}
        volumes: {kept: {}}
        """;
    String text = generate(file, three).text();
    assertThat(text).containsSubsequence("web:", "- node.role==manager", "node.id==n1", "files:");
    assertThat(text).containsSubsequence("files:", "node.id==n1", "db:");
    assertThat(text.substring(text.indexOf("\n  db:"))).doesNotContain("node.id");
    assertThat(generate(file).text()).doesNotContain("node.id");
  }

  @Test
  void an_external_secret_is_its_newest_version_under_its_plain_name() { // fault 71
    GenerationContext.Swarm swarm =
        new GenerationContext.Swarm(Optional.empty(), Map.of("token", "token.3", "key", "key"));
    String file =
        """
        services: {web: {image: x, secrets: [token, cert, own]}}
        secrets:
          token: {external: true}
          cert: {external: true, name: key}
          own: {file: ./own}
        """;
    assertThat(generate(file, swarm).text())
        .contains("  token:\n    external: true\n    name: token.3\n")
        .contains("  cert:\n    external: true\n    name: key\n")
        .contains("  own:\n    file: ./own\n")
        .contains("    secrets:\n    - token\n");
    assertThatThrownBy(() -> check(file, ONE_NODE))
        .hasMessage("kata-compose.yaml:3:3: there is no secret 'token'")
        .extracting(e -> ((KataException) e).hint())
        .isEqualTo("`kata secrets:set token` creates it");
  }

  private static void check(String text, GenerationContext.Swarm swarm) {
    KataFile file = Shop.read(text);
    SwarmForm.check(file, Shop.env(file, "", new ArrayList<>()), swarm);
  }

  private static Generated generate(String text) {
    return generate(text, ONE_NODE);
  }

  private static Generated generate(String text, GenerationContext.Swarm swarm) {
    KataFile file = Shop.read(text);
    List<String> warnings = new ArrayList<>();
    return ComposeGenerator.generate(
        file, Shop.env(file, "", warnings), Shop.placement(Set.of("python"), Optional.of(swarm)));
  }
}
