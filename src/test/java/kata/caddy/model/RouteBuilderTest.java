package kata.caddy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kata.cli.ExitCode;
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
        arguments(
            "{\"hosts\": [\"a\"], \"routes\": []}",
            "caddy mixes 'hosts' (short form) and 'routes' (server object)"),
        arguments("{}", "caddy has neither 'listen' nor 'routes'"),
        arguments("{\"handle\": []}", "caddy has neither 'listen' nor 'routes'"), // fault 46
        arguments("{\"listen\": \":80\"}", "caddy.listen is not a list of addresses"),
        arguments("{\"listen\": [80]}", "caddy.listen is not a list of addresses"),
        arguments(
            "{\"listen\": [\":80\", \"8080\"]}", "caddy.listen: '8080' is a port without a colon"),
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
              assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED);
              assertThat(e.hint()).isNotEmpty();
            });
  }

  @Test
  void a_slip_in_the_short_form_is_seen() {
    assertThatThrownBy(() -> build("{\"host\": \"shop.example\"}"))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(e.hint()).isEqualTo("did you mean 'hosts'?"));
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

  @Test
  void a_patient_server_waits_at_every_proxy() throws Exception {
    ObjectNode server =
        (ObjectNode)
            JSON.readTree(
                """
                {"listen": [":80"], "write_timeout": "10s", "routes": [
                  {"handle": [{"handler": "subroute", "routes": [
                    {"handle": [{"handler": "reverse_proxy", "@id": "x",
                      "upstreams": [{"dial": "127.0.0.1:1"}]}]}]}]}],
                 "errors": {"routes": [{"handle": [{"handler": "reverse_proxy",
                   "upstreams": [{"dial": "far.example:1"}], "health_checks": {"active": {}}}]}]}}
                """);
    ObjectNode before = server.deepCopy();
    ObjectNode patient = RouteBuilder.holdRequests(server, Duration.ofMinutes(1));
    assertThat(server).isEqualTo(before);
    assertThat(patient.findValuesAsText("try_duration")).hasSize(4).containsOnly("60000ms");
    assertThat(patient.findValuesAsText("dial_timeout"))
        .containsExactly("250ms", "250ms", "250ms", "1000ms", "1000ms", "1000ms");
    assertThat(patient.findValues("@id")).isEmpty();
    assertThat(patient.findValues("health_checks")).isEmpty();
    assertThat(patient.has("write_timeout")).isFalse();
    assertThat(patient.path("listen")).isEqualTo(server.path("listen"));
  }

  @Test
  void a_request_with_a_body_is_sent_once_to_where_a_probe_was_answered() throws Exception {
    JsonNode waiting = patientProxy("{\"headers\": {\"request\": {\"set\": {\"Host\": [\"h\"]}}}}");
    JsonNode careful = waiting.path("routes").path(0);
    assertThat(careful.path("match"))
        .hasToString(
            "[{\"not\":[{\"method\":[\"GET\",\"HEAD\",\"OPTIONS\"]}]},"
                + "{\"header\":{\"Content-Length\":[\"*\"]}}]");
    JsonNode probe = careful.path("handle").path(0);
    assertThat(probe.path("rewrite").path("method").asText()).isEqualTo("HEAD");
    assertThat(probe.path("headers").path("request").path("set").path("Host").path(0).asText())
        .isEqualTo("h");
    assertThat(probe.path("headers").path("request").path("delete")).hasSize(5);
    JsonNode once = careful.path("handle").path(1);
    assertThat(once.path("upstreams"))
        .hasToString("[{\"dial\":\"{http.reverse_proxy.upstream.address}\"}]");
    assertThat(once.has("load_balancing")).isFalse();
    assertThat(careful.path("terminal").asBoolean()).isTrue();
    assertThat(waiting.path("routes").path(1).has("match")).isFalse();
  }

  @Test
  void who_is_more_patient_stays_so() throws Exception {
    String own =
        "{\"load_balancing\": {\"try_duration\": \"1h0.5m\", \"try_interval\": \"9s\","
            + " \"retries\": 1, \"selection_policy\": {\"policy\": \"first\"},"
            + " \"retry_match\": [{\"path\": [\"/a\"]}]},"
            + " \"transport\": {\"protocol\": \"http\", \"dial_timeout\": 1000000, \"tls\": {}}}";
    JsonNode proxy = patientProxy(own).path("routes").path(1).path("handle").path(0);
    assertThat(proxy.path("load_balancing"))
        .hasToString(
            "{\"try_duration\":\"1h0.5m\",\"try_interval\":\"100ms\","
                + "\"selection_policy\":{\"policy\":\"first\"},"
                + "\"retry_match\":[{\"path\":[\"/a\"]},"
                + "{\"method\":[\"GET\",\"HEAD\",\"OPTIONS\"]}]}");
    assertThat(proxy.path("transport"))
        .hasToString("{\"protocol\":\"http\",\"dial_timeout\":1000000,\"tls\":{}}");
  }

  @Test
  void who_waits_also_gets_to_the_next_addresses() throws Exception {
    ObjectNode next = (ObjectNode) JSON.readTree(proxy("{}").replace(":1\"", ":2\""));
    JsonNode patient =
        RouteBuilder.holdRequests(
            (ObjectNode) JSON.readTree(proxy("{}")), next, Duration.ofMinutes(1));
    JsonNode once = patient.at("/routes/0/handle/0/routes/1/handle/0");
    assertThat(once.path("upstreams"))
        .hasToString("[{\"dial\":\"127.0.0.1:1\"},{\"dial\":\"127.0.0.1:2\"}]");
    assertThat(once.at("/load_balancing/selection_policy/policy").asText()).isEqualTo("first");
    assertThat(once.at("/health_checks/passive/max_fails").asInt()).isEqualTo(1);
  }

  @Test
  void a_server_without_a_proxy_is_as_it_was() throws Exception {
    ObjectNode server =
        (ObjectNode) JSON.readTree("{\"listen\": [], \"write_timeout\": 1, \"@id\": \"x\"}");
    assertThat(RouteBuilder.holdRequests(server, Duration.ofMinutes(1))).isEqualTo(server);
  }

  private static JsonNode patientProxy(String more) throws JsonProcessingException {
    ObjectNode server = (ObjectNode) JSON.readTree(proxy(more));
    return RouteBuilder.holdRequests(server, Duration.ofMinutes(1)).at("/routes/0/handle/0");
  }

  private static String proxy(String more) throws JsonProcessingException {
    ObjectNode proxy = (ObjectNode) JSON.readTree(more);
    proxy.put("handler", "reverse_proxy");
    proxy.putArray("upstreams").addObject().put("dial", "127.0.0.1:1");
    return "{\"routes\":[{\"handle\":[" + JSON.writeValueAsString(proxy) + "]}]}";
  }

  private static JsonNode build(String text) throws JsonProcessingException {
    return RouteBuilder.server(JSON.readValue(text, Object.class), HIDDEN);
  }
}
