package kata.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import kata.compose.Requirements.WantedImage;
import kata.yaml.Yaml.Mapping;
import kata.yaml.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequirementsTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "8080:80 -> tcp 8080",
        "'\"8080:80\"' -> tcp 8080",
        "8080:80/udp -> udp 8080",
        "8080:80/TCP -> tcp 8080",
        "127.0.0.1:8080:80 -> tcp 127.0.0.1 8080",
        "'\"[::1]:8080:80\"' -> tcp ::1 8080",
        "'\"::1:8080:80\"' -> tcp ::1 8080",
        "80 -> nothing",
        "127.0.0.1::80 -> nothing",
        "0:80 -> nothing",
        "80-82 -> nothing",
        "8080-8082:80 -> tcp 8080-8082",
        "8080-8081:80-81 -> tcp 8080, tcp 8081",
        "127.0.0.1:8080-8081:80-81/udp -> udp 127.0.0.1 8080, udp 127.0.0.1 8081",
        "70000:80 -> nothing",
        "$PORT:80 -> tcp 8000",
        "what:80 -> nothing",
        "{target: 80} -> nothing",
        "{target: 80, published: 8080} -> tcp 8080",
        "{target: 80, published: '8080', mode: host} -> tcp 8080",
        "{target: 80, published: 8080-8081, protocol: udp} -> udp 8080-8081",
        "{target: 80, published: 8080, host_ip: 127.0.0.1} -> tcp 127.0.0.1 8080",
        "{target: 80, published: 0} -> nothing",
        "{target: 80, published: } -> nothing",
      })
  void a_published_port_is_read_in_every_spelling(String item, String ports) {
    assertThat(shown(requirements("web: {image: x, ports: [%s]}".formatted(item))))
        .isEqualTo(ports);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "8080:80 -> tcp 8080 everywhere",
        "8080-8081:80 -> tcp 8080 everywhere, tcp 8081 everywhere",
        "{target: 80, published: 8080} -> tcp 8080 everywhere",
        "{target: 80, published: 8080, mode: host} -> tcp 8080",
        "80 -> nothing",
      })
  void swarm_opens_a_port_on_every_node_unless_told_otherwise(String item, String ports) {
    assertThat(shown(swarm("web: {image: x, ports: [%s]}".formatted(item)))).isEqualTo(ports);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'init: true' -> 1",
        "scale: 3 -> 3",
        "'deploy: {replicas: 2}' -> 2",
        "'deploy: {mode: global}' -> 1",
        "scale: 0 -> 0",
      })
  void each_copy_takes_a_port_of_its_own(String key, int copies) {
    Requirements requirements =
        requirements("web: {image: x, ports: ['8080-8085:80'], %s}".formatted(key));
    assertThat(requirements.ports())
        .singleElement()
        .extracting(PublishedPort::copies)
        .isEqualTo(copies);
  }

  @Test
  void copies_share_the_port_that_every_node_opens() {
    String web = "web: {image: x, deploy: {replicas: 3}, ports: [%s]}";
    assertThat(swarm(web.formatted("'8080:80'")).ports().get(0).copies()).isEqualTo(1);
    assertThat(swarm(web.formatted("{target: 80, published: 8080, mode: host}")).ports().get(0))
        .extracting(PublishedPort::copies)
        .isEqualTo(3);
  }

  @Test
  void services_that_kata_does_not_start_need_nothing() {
    Requirements requirements =
        requirements(
            """
            web: {image: x, profiles: [debug], ports: ["8080:80"]}
              tool: {build: ., profiles: [debug]}
              host: {image: x, network_mode: host, ports: ["8081:80"]}
              none: {image: x, profiles: [], ports: ["8082:80"]}
              zero: {image: x, scale: 0, pull_policy: never}
            """);
    assertThat(shown(requirements)).isEqualTo("tcp 8082");
    assertThat(requirements.images())
        .extracting(WantedImage::service)
        .containsExactly("host", "none");
    assertThat(requirements.builds()).isEmpty();
  }

  @Test
  void a_port_knows_where_the_file_says_so() {
    assertThat(requirements("web: {image: x, ports: ['8080:80']}").ports().get(0).mark())
        .hasToString("kata-compose.yaml:2:27");
  }

  @Test
  void images_are_pulled_and_built() {
    Requirements requirements =
        requirements(
            """
            a: {image: one, pull_policy: always, platform: linux/arm64}
              b: {image: "$WORD"}
              c: {build: .}
              d: {build: ., image: mine}
              e: {image: mine}
            """);
    assertThat(requirements.images())
        .containsExactly(
            new WantedImage("a", "one", "always", "linux/arm64"),
            new WantedImage("b", "no", "", ""));
    assertThat(requirements.builds()).containsExactly(entry("c", ""), entry("d", "mine"));
    assertThat(requirements.others()).isFalse();
    assertThat(requirements("a: {extends: {file: b.yaml, service: b}}").others()).isTrue();
    assertThat(
            Shop.generate("include: [b.yaml]\nservices: {a: {image: x}}\n").requirements().others())
        .isTrue();
  }

  @Test
  void swarm_builds_nothing() {
    Requirements requirements = swarm("a: {build: ., image: one, pull_policy: always}");
    assertThat(requirements.builds()).isEmpty();
    assertThat(requirements.images()).containsExactly(new WantedImage("a", "one", "", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 80, '', 80, true",
    "127.0.0.1, 80, '', 80, true",
    "127.0.0.1, 80, 127.0.0.2, 80, false",
    "0.0.0.0, 80, '[::]', 80, false",
    "'', 80, '', 81, false",
    "'', 80-81, '', 80, false", // the other one is left
  })
  void two_ports_collide_when_both_cannot_be_had(
      String a, String one, String b, String other, boolean collide) {
    List<PublishedPort> ports =
        requirements(
                "a: {image: x, ports: ['%s:80', '%s:80']}"
                    .formatted(prefix(a) + one, prefix(b) + other))
            .ports();
    assertThat(ports.get(0).collides(ports.get(1))).isEqualTo(collide);
    assertThat(ports.get(1).collides(ports.get(0))).isEqualTo(collide);
  }

  @Test
  void what_was_built_is_named_in_the_file_in_place_of_its_build() {
    String text =
        """
        services:
          a: {build: ., image: mine, pull_policy: build}
          b: {build: .}
          c: {image: x, pull_policy: always}
        """;
    KataFile file = Shop.read(text);
    String generated =
        ComposeGenerator.generate(
                file,
                Shop.env(file, "", new ArrayList<>()),
                Shop.placement(file.runtimes()),
                Map.of("a", "sha256:1", "b", "sha256:2"))
            .text();
    Mapping services =
        (Mapping) ((Mapping) YamlReader.read("g", generated)).get("services").orElseThrow();
    assertThat(
            services.members().values().stream()
                .map(member -> (Mapping) member.value())
                .map(
                    body ->
                        List.of(
                            body.text("image"),
                            body.text("pull_policy"),
                            body.get("build").isPresent(),
                            body.get("labels").isPresent())))
        .containsExactly(
            List.of("sha256:1", "", false, true),
            List.of("sha256:2", "", false, true),
            List.of("x", "always", false, false));
  }

  private static String prefix(String address) {
    return address.isEmpty() ? "" : address + ":";
  }

  private static Requirements requirements(String services) {
    return Shop.generate("services:\n  " + services, "PORT=8000\nWORD=no\n").requirements();
  }

  private static Requirements swarm(String services) {
    KataFile file = Shop.read("services:\n  " + services);
    GenerationContext.Swarm swarm = new GenerationContext.Swarm(Optional.empty(), Map.of());
    GenerationContext placement = Shop.placement(file.runtimes(), Optional.of(swarm));
    return ComposeGenerator.generate(file, Shop.env(file, "", new ArrayList<>()), placement)
        .requirements();
  }

  private static String shown(Requirements requirements) {
    String ports =
        requirements.ports().stream()
            .map(
                port ->
                    port.protocol()
                        + (port.address().isEmpty() ? "" : " " + port.address())
                        + " "
                        + port.from()
                        + (port.to() == port.from() ? "" : "-" + port.to())
                        + (port.everywhere() ? " everywhere" : ""))
            .collect(Collectors.joining(", "));
    return ports.isEmpty() ? "nothing" : ports;
  }
}
