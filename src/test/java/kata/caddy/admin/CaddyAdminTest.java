package kata.caddy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import kata.caddy.model.RoutesRejected;
import kata.caddy.model.Servers;
import kata.error.KataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Tests what the installed Caddy does not do: the behaviour of newer versions, and failures. */
final class CaddyAdminTest {
  private static final String WANTED = "{\"apps\":{\"http\":{\"servers\":{\"blog\":{\"a\":1}}}}}";

  @TempDir Path dir;
  private final List<String> writes = new ArrayList<>();
  private final List<byte[]> bodies = new ArrayList<>();
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private String config = "null";
  private String afterwards = WANTED;
  private String etag = "\"/config/ 1\"";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void an_etag_in_the_headers_makes_the_write_conditional() {
    assertThat(admin().apply("blog", wanted())).isTrue();
    assertThat(writes).containsExactly("PUT /config/apps/http/servers/blog \"/config/ 1\" null");
  }

  @Test
  void a_caddy_without_etags_is_written_without_condition() {
    etag = "";
    assertThat(admin().apply("blog", wanted())).isTrue();
    assertThat(writes).containsExactly("PUT /config/apps/http/servers/blog null null");
  }

  @Test
  void what_takes_only_a_whole_configuration_is_given_one() throws IOException {
    etag = "";
    config = "{\"admin\":{\"x\":1},\"apps\":{\"http\":{\"servers\":{\"srv0\":{\"b\":2}}}}}";
    String both = config.replace("{\"srv0\"", "{\"blog\":{\"a\":1},\"srv0\"");
    for (int refusal : List.of(404, 405)) {
      writes.clear();
      bodies.clear();
      statuses.add(refusal);
      afterwards = both;
      admin().apply("blog", wanted());
      assertThat(writes)
          .containsExactly("PUT /config/apps/http/servers/blog null null", "POST /load null null");
      assertThat(new ObjectMapper().readTree(bodies.get(1)))
          .isEqualTo(new ObjectMapper().readTree(both));

      statuses.add(refusal);
      afterwards = both.replace("\"blog\":{\"a\":1},", "");
      config = both;
      admin().remove("blog");
      assertThat(writes)
          .endsWith("DELETE /config/apps/http/servers/blog null null", "POST /load null null");
      assertThat(new ObjectMapper().readTree(bodies.get(3)))
          .isEqualTo(new ObjectMapper().readTree(afterwards));
    }
  }

  @Test
  void an_etag_means_that_a_refusal_is_one() {
    statuses.add(404);
    assertThatThrownBy(() -> admin().apply("blog", wanted())).isInstanceOf(RoutesRejected.class);
    assertThat(writes).hasSize(1);
  }

  @Test
  void the_welcome_page_of_the_package_is_known() {
    config =
        "{\"apps\":{\"http\":{\"servers\":{\"srv0\":{\"listen\":[\":80\"],\"routes\":[{\"handle\":["
            + "{\"handler\":\"vars\",\"root\":\"/usr/share/caddy\"},{\"handler\":\"file_server\"}]}]}}}}}";
    ObjectNode server = wanted();
    server.putArray("listen").add("0.0.0.0:80");
    assertThatThrownBy(() -> admin().check("blog", server, false))
        .hasMessage("Caddy's server 'srv0' already listens on :80")
        .isInstanceOfSatisfying(
            KataException.class,
            e -> assertThat(e.hint()).contains("welcome page", "disable --now caddy;"));
  }

  @Test
  void an_id_of_something_else_is_refused() {
    config =
        "{\"apps\":{\"http\":{\"servers\":{\"shop\":{\"@id\":\"x\"},\"blog\":{\"@id\":\"y\"}}}}}";
    assertThatThrownBy(() -> admin().check("blog", wanted().put("@id", "x"), true))
        .hasMessage("caddy: the @id 'x' is already used elsewhere in Caddy");
    admin().check("blog", wanted().put("@id", "y"), true);
  }

  @Test
  void what_caddy_lost_of_other_apps_is_told() {
    ObjectNode shop =
        json("{listen: [':443'], routes: [{match: [{host: [s]}], handle: [{handler: x}]}]}");
    RouteTable.empty().with("shop", shop).write(dir.resolve("routes.json"));
    ObjectNode beside =
        json("{listen: [':443'], routes: [{match: [{host: [b]}], handle: [{handler: x}]}]}");
    assertThat(admin().check("blog", wanted(), true)).containsExactly("shop");
    assertThat(admin().check("blog", beside, true)).isEmpty(); // comes back with the same server
    config = "{\"apps\":{\"http\":{\"servers\":{\"shop\":" + shop + "}}}}";
    assertThat(admin().check("blog", wanted(), true)).isEmpty();
  }

  @Test
  void an_outdated_write_is_done_again() {
    statuses.addAll(List.of(412, 412, 412));
    assertThat(admin().apply("blog", wanted())).isTrue();
    assertThat(writes).hasSize(4);
  }

  @Test
  void it_gives_up_when_others_never_stop() {
    statuses.addAll(Collections.nCopies(100, 412));
    assertThatThrownBy(() -> admin().apply("blog", wanted()))
        .hasMessageContaining("changed by other programs at every attempt");
  }

  @Test
  void a_lost_answer_is_not_taken_for_success() {
    statuses.add(0);
    assertThat(admin().apply("blog", wanted())).isTrue();
    assertThat(writes)
        .containsExactly(
            "PUT /config/apps/http/servers/blog \"/config/ 1\" null",
            "PATCH /config/apps/http/servers/blog \"/config/ 1\" must-revalidate");
  }

  @Test
  void a_lost_answer_to_a_removal_does_not_bring_the_route_back() {
    config = WANTED;
    afterwards = "{}";
    statuses.add(0);
    admin().remove("blog");
    assertThat(writes).containsExactly("DELETE /config/apps/http/servers/blog \"/config/ 1\" null");
  }

  @Test
  void what_a_killed_kata_left_in_caddy_is_known() throws IOException {
    ObjectNode blog =
        json("{listen: [':443'], routes: [{match: [{host: [b]}], handle: [{handler: x}]}]}");
    ObjectNode shop =
        json("{listen: [':443'], routes: [{match: [{host: [s]}], handle: [{handler: x}]}]}");
    RouteTable had = RouteTable.empty().with("blog", blog);
    Servers both = Servers.of(had.with("shop", shop).servers());
    had.unsure(both.byName().keySet()).write(dir.resolve("routes.json"));
    config =
        "{\"apps\":{\"http\":{\"servers\":" + new ObjectMapper().valueToTree(both.byName()) + "}}}";
    afterwards = "{\"apps\":{\"http\":{\"servers\":{\"blog\":" + blog + "}}}}";
    admin().remove("shop");
    assertThat(writes).singleElement().asString().startsWith("PATCH /config/apps/http/servers ");
    assertThat(RouteTable.read(dir.resolve("routes.json")))
        .isEqualTo(RouteTable.empty().with("blog", blog));
  }

  private static ObjectNode json(String yaml) {
    return new ObjectMapper()
        .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }

  @Test
  void a_write_that_did_not_stay_is_an_error() {
    afterwards = "{}";
    assertThatThrownBy(() -> admin().apply("blog", wanted()))
        .hasMessageContaining("does not contain them");
  }

  @Test
  void something_else_on_that_port_is_told() {
    config = "<html>";
    assertThatThrownBy(() -> admin().server("blog"))
        .hasMessageContaining("did not answer with JSON");
    statuses.add(403);
    config = "{\"error\":\"host not allowed\"}";
    assertThatThrownBy(() -> admin().server("blog"))
        .hasMessageContaining("answered 403: host not allowed");
  }

  @Test
  void a_bad_address_is_refused() {
    assertThatThrownBy(() -> CaddyAdmin.at("2019", dir, servers -> Optional.empty()))
        .hasMessage("KATA_CADDY_ADMIN: '2019' is not host:port or unix//path");
  }

  @Test
  void an_app_cannot_name_another_path() {
    assertThatThrownBy(() -> admin().apply("a/../b", wanted()))
        .hasMessageContaining("not an app name");
  }

  private CaddyAdmin admin() {
    return CaddyAdmin.at(
        "127.0.0.1:" + server.getAddress().getPort(),
        dir.resolve("routes.json"),
        servers -> Optional.empty());
  }

  private static ObjectNode wanted() {
    return JsonNodeFactory.instance.objectNode().put("a", 1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean write = !exchange.getRequestMethod().equals("GET");
    int status = write || statuses.contains(403) ? next() : 200;
    if (write) {
      bodies.add(exchange.getRequestBody().readAllBytes());
      writes.add(
          "%s %s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI(),
                  exchange.getRequestHeaders().getFirst("If-Match"),
                  exchange.getRequestHeaders().getFirst("Cache-Control")));
      config = status / 100 == 4 ? config : afterwards;
    }
    if (status == 0) {
      exchange.close();
      return;
    }
    if (!etag.isEmpty()) {
      exchange.getResponseHeaders().add("Etag", etag);
    }
    byte[] body = config.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private int next() {
    Integer status = statuses.poll();
    return status == null ? 200 : status;
  }
}
