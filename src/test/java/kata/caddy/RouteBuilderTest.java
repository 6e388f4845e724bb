package kata.caddy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kata.error.ExitCode;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RouteBuilderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> HIDDEN = List.of(".git", ".docker-compose.yaml");

  @Test
  void maps_lists_and_scalars_become_json() throws Exception {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("listen", List.of(":80"));
    section.put("max_header_bytes", 65536);
    section.put("big", new BigInteger("12345678901234567890"));
    section.put("ratio", 0.5);
    section.put("strict_sni_host", true);
    section.put("routes", List.of());
    section.put("errors", Map.of(404, "x"));
    assertThat(JSON.writeValueAsString(RouteBuilder.server(section, HIDDEN)))
        .isEqualTo(
            "{\"listen\":[\":80\"],\"max_header_bytes\":65536,\"big\":12345678901234567890,"
                + "\"ratio\":0.5,\"strict_sni_host\":true,\"routes\":[],\"errors\":{\"404\":\"x\"}}");
  }

  @Test
  void every_file_server_hides_katas_own_files() throws Exception { // fault 45
    JsonNode server =
        build(
            """
            {"listen": [":80"], "routes": [
              {"handle": [{"handler": "file_server", "root": "/a"}]},
              {"handle": [{"handler": "subroute", "routes": [
                {"handle": [{"handler": "file_server", "hide": [".env", ".git"]}]}]}]},
              {"handle": [{"handler": "reverse_proxy", "handle_response": [
                {"routes": [{"handle": [{"handler": "file_server"}]}]}]}]}],
             "errors": {"routes": [{"handle": [{"handler": "file_server"}]}]}}
            """);
    assertThat(server.findValues("hide"))
        .map(JsonNode::toString)
        .containsExactlyInAnyOrder(
            "[\".git\",\".docker-compose.yaml\"]",
            "[\".env\",\".git\",\".docker-compose.yaml\"]",
            "[\".git\",\".docker-compose.yaml\"]",
            "[\".git\",\".docker-compose.yaml\"]");
  }

  @Test
  void other_handlers_hide_nothing() throws Exception {
    String text = "{\"routes\": [{\"handle\": [{\"handler\": \"static_response\"}]}]}";
    assertThat(build(text)).isEqualTo(JSON.readTree(text));
  }

  @Test
  void a_hide_that_is_no_list_is_left_to_caddy() throws Exception {
    assertThat(build("{\"routes\": [{\"handler\": \"file_server\", \"hide\": \"a\"}]}"))
        .hasToString("{\"routes\":[{\"handler\":\"file_server\",\"hide\":\"a\"}]}");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("null", "caddy has no value"),
        arguments("[]", "caddy is not an object"),
        arguments("\":80\"", "caddy is not an object"),
        arguments("{}", "caddy has neither 'listen' nor 'routes'"),
        arguments("{\"handle\": []}", "caddy has neither 'listen' nor 'routes'"), // fault 46
        arguments("{\"listen\": \":80\"}", "caddy.listen is not a list of addresses"),
        arguments("{\"listen\": [80]}", "caddy.listen is not a list of addresses"),
        arguments("{\"listen\": null}", "caddy.listen has no value"),
        arguments("{\"routes\": [null]}", "caddy.routes[0] has no value"),
        arguments(
            "{\"routes\": [{}, {\"handle\": [{\"upstreams\": [null]}]}]}",
            "caddy.routes[1].handle[0].upstreams[0] has no value"),
        arguments(
            "{\"listen\": [], \"tls_connection_policies\": [null]}",
            "caddy.tls_connection_policies[0] has no value"),
        arguments("{\"apps\": {}}", "caddy.apps belongs to Caddy's whole configuration"),
        arguments(
            "{\"listen\": [], \"admin\": {}}",
            "caddy.admin belongs to Caddy's whole configuration"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String text, String message) throws Exception {
    assertThatThrownBy(() -> build(text))
        .hasMessage(message)
        .isInstanceOfSatisfying(
            KataException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ExitCode.REFUSED);
              assertThat(e.hint()).isNotEmpty();
            });
  }

  @Test
  void what_json_cannot_hold_is_refused() {
    for (Object value : List.of(Double.NaN, LocalDate.EPOCH)) {
      assertThatThrownBy(() -> RouteBuilder.server(Map.of("routes", value), HIDDEN))
          .hasMessageStartingWith("caddy.routes is '");
    }
  }

  @Test
  void the_section_is_not_changed() {
    Map<String, Object> handler = Collections.unmodifiableMap(Map.of("handler", "file_server"));
    List<Object> routes = Collections.unmodifiableList(new ArrayList<>(List.of(handler)));
    assertThat(RouteBuilder.server(Map.of("routes", routes), HIDDEN).findValue("hide")).hasSize(2);
  }

  private static JsonNode build(String text) throws JsonProcessingException {
    return RouteBuilder.server(JSON.readValue(text, Object.class), HIDDEN);
  }
}
