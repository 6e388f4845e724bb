package kata.caddy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kata.caddy.model.RouteBuilder;
import kata.caddy.model.RoutesRejected;
import kata.cli.ExitCode;
import kata.error.KataException;
import kata.testing.Child;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests CaddyAdmin against the installed Caddy. */
@Timeout(60)
final class CaddyAdminIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;

  @Test
  void a_route_is_made_kept_replaced_and_removed() throws Exception {
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      CaddyAdmin admin = caddy.admin();
      int port = CaddyProcess.freePort();
      assertThat(admin.server("blog")).isEmpty();

      assertThat(admin.apply("blog", saying("one", ":" + port))).isTrue();
      assertThat(CaddyProcess.visit(port, "/")).isEqualTo("one");
      assertThat(admin.server("blog")).contains(saying("one", ":" + port));

      long writes = caddy.writes();
      assertThat(admin.apply("blog", saying("one", ":" + port))).isFalse();
      assertThat(caddy.writes()).isEqualTo(writes);

      assertThat(admin.apply("blog", saying("two", ":" + port))).isTrue();
      assertThat(CaddyProcess.visit(port, "/")).isEqualTo("two");

      admin.remove("blog");
      assertThat(admin.server("blog")).isEmpty();
      writes = caddy.writes();
      admin.remove("blog");
      assertThat(caddy.writes()).isEqualTo(writes);
    }
  }

  @Test
  void a_caddy_without_any_configuration_works() { // fault 41
    Child bare = BareCaddy.run(dir);
    assertThat(bare.ok()).as(bare.output()).isTrue();
  }

  @Test
  void numbers_that_caddy_keeps_as_doubles_are_still_unchanged() throws Exception {
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      ObjectNode server = saying("x", ":" + CaddyProcess.freePort());
      server.put("read_timeout", 30_000_000_000L).put("max_header_bytes", 1.0e6);
      assertThat(caddy.admin().apply("blog", server)).isTrue();
      assertThat(caddy.admin().apply("blog", server)).isFalse();
    }
  }

  @Test
  void servers_of_others_stay_byte_for_byte() throws Exception { // fault 47, R-41
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      int port = CaddyProcess.freePort();
      String foreign =
          "{\"routes\":[{\"handle\":[{\"handler\":\"static_response\",\"body\":\"<&>\"}]}],"
              + "\"read_timeout\":1e9,\"listen\":[\":"
              + port
              + "\"]}";
      assertThat(caddy.call("PUT", "/config/apps/http/servers/srv0", foreign)).isEmpty();
      String before = caddy.call("GET", "/config/apps/http/servers/srv0", "");
      CaddyAdmin admin = caddy.admin();
      int own = CaddyProcess.freePort();
      admin.apply("blog", saying("one", ":" + own));
      admin.apply("blog", saying("two", ":" + own));
      admin.remove("blog");
      assertThat(caddy.call("GET", "/config/apps/http/servers/srv0", "")).isEqualTo(before);
      assertThat(CaddyProcess.visit(port, "/")).isEqualTo("<&>");
    }
  }

  @Test
  void an_address_taken_by_another_server_is_an_error_that_names_it()
      throws Exception { // fault 42, R-39
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      CaddyAdmin admin = caddy.admin();
      int port = CaddyProcess.freePort();
      String foreign = JSON.writeValueAsString(saying("first", ":" + port));
      caddy.call("PUT", "/config/apps/http/servers/srv0", foreign);
      long writes = caddy.writes();
      for (String spelling : List.of(":", "0.0.0.0:", "[::]:", "127.0.0.1:", "localhost:")) {
        ObjectNode server = saying("second", spelling + port);
        assertThatThrownBy(() -> admin.check("blog", server, false))
            .hasMessage("Caddy's server 'srv0' already listens on :" + port)
            .isInstanceOfSatisfying(
                KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.CADDY));
        assertThatThrownBy(() -> admin.apply("blog", server)).hasMessageContaining("'srv0'");
      }
      ObjectNode onAdmin = saying("x", ":" + caddy.address().substring("localhost:".length()));
      assertThatThrownBy(() -> admin.check("blog", onAdmin, false))
          .hasMessage("Caddy's admin API already listens on " + caddy.address());
      assertThat(caddy.writes()).isEqualTo(writes);
    }
  }

  @Test
  void a_server_that_kata_did_not_make_is_not_replaced() throws Exception { // fault 50
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      int port = CaddyProcess.freePort();
      String foreign = JSON.writeValueAsString(saying("theirs", ":" + port));
      caddy.call("PUT", "/config/apps/http/servers/srv0", foreign);
      ObjectNode own = saying("ours", ":" + CaddyProcess.freePort());
      assertThatThrownBy(() -> caddy.admin().check("srv0", own, false))
          .hasMessage("Caddy already has a server 'srv0', which kata did not make");
      caddy.admin().check("srv0", own, true);
      assertThat(CaddyProcess.visit(port, "/")).isEqualTo("theirs");
    }
  }

  @Test
  void a_refusal_is_told_in_caddys_words_and_the_old_route_serves_on()
      throws Exception { // fault 44, fault 46
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      CaddyAdmin admin = caddy.admin();
      int port = CaddyProcess.freePort();
      ObjectNode wrong = saying("x", ":" + port).put("handle", "x");
      assertThatThrownBy(() -> admin.apply("blog", wrong))
          .isInstanceOfSatisfying(
              RoutesRejected.class,
              e -> {
                assertThat(e.words()).startsWith("loading new config:").contains("handle");
                assertThat(e.message()).endsWith(e.words()).doesNotContain("{\"error\"");
                assertThat(e.hint()).isEqualTo("Caddy serves no routes for this app, as before");
                assertThat(ExitCode.of(e)).isEqualTo(ExitCode.CADDY);
              });
      assertThat(admin.server("blog")).isEmpty();

      admin.apply("blog", saying("good", ":" + port));
      assertThatThrownBy(() -> admin.apply("blog", wrong))
          .isInstanceOfSatisfying(
              RoutesRejected.class,
              e -> assertThat(e.hint()).isEqualTo("the previous routes are still live"));
      assertThat(admin.server("blog")).contains(saying("good", ":" + port));
      assertThat(CaddyProcess.visit(port, "/")).isEqualTo("good");
    }
  }

  @Test
  void a_route_that_makes_caddy_panic_is_taken_back() throws Exception {
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      CaddyAdmin admin = caddy.admin();
      int port = CaddyProcess.freePort();
      int other = CaddyProcess.freePort();
      admin.apply("other", saying("other", ":" + other));
      ObjectNode poison =
          (ObjectNode)
              JSON.readTree(
                  "{\"listen\":[\":%d\"],\"routes\":[{\"handle\":[%s]}]}"
                      .formatted(port, "{\"handler\":\"reverse_proxy\",\"upstreams\":[null]}"));
      assertThatThrownBy(() -> admin.apply("blog", poison))
          .isInstanceOf(RoutesRejected.class)
          .hasMessageContaining("closes the connection");
      assertThat(admin.server("blog")).isEmpty();

      admin.apply("blog", saying("good", ":" + port));
      assertThatThrownBy(() -> admin.apply("blog", poison))
          .isInstanceOfSatisfying(
              RoutesRejected.class,
              e -> assertThat(e.hint()).isEqualTo("the previous routes are still live"));
      assertThat(CaddyProcess.visit(port, "/")).isEqualTo("good");
      assertThat(admin.apply("other", saying("others work on", ":" + other))).isTrue();
      assertThat(CaddyProcess.visit(other, "/")).isEqualTo("others work on");
    }
  }

  @Test
  void what_another_program_spoilt_is_told_with_its_place() throws Exception {
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      CaddyAdmin admin = caddy.admin();
      int port = CaddyProcess.freePort();
      String poison =
          "{\"listen\":[\":%d\"],\"routes\":[{\"handle\":[%s]}]}"
              .formatted(port, "{\"handler\":\"reverse_proxy\",\"upstreams\":[null]}");
      try {
        caddy.call("PUT", "/config/apps/http/servers/srv0", poison);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("ended");
      }
      ObjectNode good = saying("good", ":" + CaddyProcess.freePort());
      String place = "/apps/http/servers/srv0/routes/0/handle/0/upstreams/0";
      assertThatThrownBy(() -> admin.apply("blog", good))
          .hasMessage(
              "Caddy fails at every change: another program left an empty value in its"
                  + " configuration, at "
                  + place)
          .isInstanceOfSatisfying(
              KataException.class,
              e -> assertThat(e.hint()).contains("(DELETE /config" + place + " of the admin API)"));
      assertThat(caddy.call("GET", "/config" + place, "")).isEqualTo("null\n");
      caddy.call("DELETE", "/config" + place, "");
      assertThat(admin.apply("blog", good)).isTrue();
    }
  }

  @Test
  void parallel_writers_lose_nothing() throws Exception { // fault 47
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        List<Future<?>> writers = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
          String prefix = "app" + thread + "-";
          Path table = dir.resolve(prefix + "routes.json");
          writers.add(
              threads.submit(
                  () -> {
                    for (int i = 0; i < 20; i++) {
                      CaddyAdmin.at(caddy.address(), table, servers -> Optional.empty())
                          .apply(prefix + i, saying(prefix + i, address(dir, prefix + i)));
                    }
                    return true;
                  }));
        }
        for (Future<?> writer : writers) {
          writer.get();
        }
      } finally {
        threads.shutdownNow();
      }
      for (int thread = 0; thread < 2; thread++) {
        for (int i = 0; i < 20; i++) {
          assertThat(caddy.admin().server("app" + thread + "-" + i)).isPresent();
        }
      }
    }
  }

  @Test
  void the_admin_api_may_be_a_unix_socket() throws Exception { // fault 52, R-46
    String socket = "unix/" + dir.resolve("admin.sock");
    String config = "{\"admin\":{\"listen\":\"" + socket + "\"}}";
    try (CaddyProcess caddy = new CaddyProcess(dir, socket, config)) {
      int port = CaddyProcess.freePort();
      for (String text : List.of("one", "two", "three")) {
        caddy.admin().check("blog", saying(text, ":" + port), true);
        assertThat(caddy.admin().apply("blog", saying(text, ":" + port))).isTrue();
        assertThat(CaddyProcess.visit(port, "/")).isEqualTo(text);
      }
      caddy.admin().remove("blog");
      assertThat(caddy.admin().server("blog")).isEmpty();
    }
  }

  @Test
  void a_file_server_does_not_show_hidden_files() throws Exception { // fault 45
    Path site = Files.createDirectories(dir.resolve("site"));
    Files.createDirectories(site.resolve(".git/refs"));
    Files.writeString(site.resolve(".git/config"), "secret");
    Files.writeString(site.resolve(".docker-compose.yaml"), "secret");
    Files.writeString(site.resolve("hello.txt"), "hello");
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      int port = CaddyProcess.freePort();
      Map<String, Object> section =
          Map.of(
              "listen",
              List.of(":" + port),
              "routes",
              List.of(
                  Map.of(
                      "handle",
                      List.of(Map.of("handler", "file_server", "root", site.toString())))));
      caddy
          .admin()
          .apply("site", RouteBuilder.server(section, List.of(".git", ".docker-compose.yaml")));
      assertThat(CaddyProcess.visit(port, "/hello.txt")).isEqualTo("hello");
      for (String path :
          List.of("/.git/config", "/.docker-compose.yaml", "/x/../.git/config", "/%2egit/config")) {
        assertThat(CaddyProcess.visit(port, path)).as(path).startsWith("404");
      }
    }
  }

  @Test
  void a_caddy_that_is_not_there_is_told() throws Exception {
    String address = "localhost:" + CaddyProcess.freePort();
    assertThatThrownBy(
            () ->
                CaddyAdmin.at(address, dir.resolve("routes.json"), servers -> Optional.empty())
                    .check("blog", saying("x", ":1"), true))
        .hasMessage("cannot reach Caddy's admin API at " + address + ": Connection refused")
        .isInstanceOfSatisfying(
            KataException.class,
            e ->
                assertThat(e.hint())
                    .isEqualTo("start Caddy, or set KATA_CADDY_ADMIN to its address"));
    assertThatThrownBy(
            () ->
                CaddyAdmin.at(
                        "unix/" + dir.resolve("none"),
                        dir.resolve("routes.json"),
                        servers -> Optional.empty())
                    .remove("blog"))
        .hasMessageStartingWith("cannot reach Caddy's admin API at unix/");
  }

  private static String address(Path dir, String name) {
    return "unix/" + dir.resolve(name);
  }

  private static ObjectNode saying(String text, String address) throws IOException {
    return (ObjectNode)
        JSON.readTree(
            "{\"listen\":[\"%s\"],\"routes\":[{\"handle\":[%s]}]}"
                .formatted(address, "{\"handler\":\"static_response\",\"body\":\"" + text + "\"}"));
  }
}
