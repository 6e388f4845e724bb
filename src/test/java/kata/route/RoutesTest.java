package kata.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kata.compose.KataFile;
import kata.compose.KataFileReader;
import kata.env.Env;
import kata.env.EnvLayers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a caddy section, and where. */
final class RoutesTest {
  private static final String WEB =
      "services:\n  web: {image: x, ports: [\"127.0.0.1:$PORT:80\"]}\ncaddy:\n  ";

  @Test
  void a_port_that_is_not_set_is_told_where_it_stands() {
    assertThatThrownBy(() -> read(WEB + "hosts: a"))
        .hasMessage("kata-compose.yaml:2:27: PORT is not set");
    assertThat(read(WEB + "static: public")).isPresent(); // it is not asked for
    assertThat(read(WEB.replace("$PORT", "${PORT:-8000}") + "hosts: a").orElseThrow().toString())
        .contains("127.0.0.1:8000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{routes: [], hosts: a} | caddy mixes 'hosts' (short form) and 'routes'",
        "{apps: {}} | caddy.apps belongs to Caddy's whole configuration",
        "{handle: []} | caddy has neither 'listen' nor 'routes'",
        "{service: wbe} | caddy: there is no service 'wbe'",
      })
  void a_mistake_is_told_with_its_place(String section, String message) {
    String file = WEB.replace("$PORT", "8000").replace("caddy:\n  ", "caddy: ");
    assertThatThrownBy(() -> read(file + section))
        .hasMessageStartingWith("kata-compose.yaml:3:8: " + message);
  }

  private static Optional<ObjectNode> read(String text) {
    KataFile file = KataFileReader.read("kata-compose.yaml", text + "\n");
    Env env =
        EnvLayers.merge(
            Map.of("APP_ROOT", "/code"), Set.of(), List.of(file.environment()), told -> {});
    return Routes.read(file, env);
  }
}
