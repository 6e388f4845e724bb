package kata.caddy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import kata.cli.ExitCode;
import kata.error.KataException;
import kata.testing.RecordingProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Tests the probe with a real Caddy and apps that work, fail, are slow or run elsewhere. */
@Timeout(60)
final class PublicCheckIT {
  private static final String CERTIFICATES =
      """
      {"admin": {"listen": "%s"}, "apps": {
        "http": {"http_port": %d, "https_port": %d},
        "pki": {"certificate_authorities": {"local": {"install_trust": false}}},
        "tls": {"automation": {"policies": [
          {"subjects": ["none.example"], "issuers": [
            {"module": "acme", "ca": "http://localhost:1/directory"}]},
          {"subjects": ["slow.none.example"], "on_demand": true, "issuers": [
            {"module": "acme", "ca": "http://localhost:1/directory"}]},
          {"issuers": [{"module": "internal"}]}]}}}}
      """;

  @TempDir Path dir;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private int http;
  private int https;
  private CaddyProcess caddy;
  private HttpServer app;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    http = CaddyProcess.freePort();
    https = CaddyProcess.freePort();
    String address = "localhost:" + CaddyProcess.freePort();
    caddy = new CaddyProcess(dir, address, CERTIFICATES.formatted(address, http, https));
    app = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    answer("/", 200, "hello");
    app.start();
  }

  @AfterEach
  void stop() throws IOException {
    app.stop(0);
    caddy.close();
  }

  @Test
  void each_host_is_asked_for_at_its_shortest_path() throws IOException {
    assertThat(
            run(
                """
                listen: ['%s']
                routes:
                  - match: [{host: [a.example], path: [/api/*]}, {host: [b.example]}]
                    handle: [&app {handler: reverse_proxy, upstreams: [{dial: '%s'}]}]
                  - match: [{host: [a.example], path: [/api/long/*]}, {host: ['*.c.example']}]
                    handle: [*app]
                  - match: [{host: [d.example], method: [POST]}]
                    handle: [*app]
                """
                    .formatted(":" + http, dial())))
        .isEmpty();
    assertThat(asked)
        .containsExactlyInAnyOrder("a.example:" + http + " /api/", "b.example:" + http + " /");
  }

  @Test
  void whatever_the_app_answers_is_good() throws IOException {
    answer("/broken", 500, "oh");
    answer("/away", 503, "back soon");
    answer("/secret", 401, "");
    for (String path : List.of("/broken", "/away", "/secret", "/")) {
      assertThat(
              run(
                  "{listen: [':%d'], routes: [{match: [{path: ['%s']}], handle: [%s]}]}"
                      .formatted(http, path, proxy(dial()))))
          .as(path)
          .isEmpty();
    }
    assertThat(asked).hasSize(4);
  }

  @Test
  void who_is_not_got_through_to_is_told() throws IOException {
    int nobody = CaddyProcess.freePort();
    String server =
        "{listen: [':%d'], routes: [{match: [{host: [a.example]}], handle: [%s]}]}"
            .formatted(http, proxy("127.0.0.1:" + nobody));
    assertThatThrownBy(() -> run(server))
        .hasMessage(
            "Caddy answers 502 for http://a.example:%d/: it cannot reach the app".formatted(http))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.CADDY));
  }

  @Test
  void who_never_answers_is_told() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, loopback)) {
      String server =
          "{listen: [':%d'], routes: [{handle: [%s]}]}"
              .formatted(http, proxy("127.0.0.1:" + silent.getLocalPort()));
      assertThatThrownBy(() -> run(server))
          .hasMessage("the app did not answer http://localhost:%d/ within 2 s".formatted(http));
    }
  }

  @Test
  void an_app_behind_tls_is_asked_over_tls() throws IOException {
    assertThat(run(secure("a.example"))).isEmpty();
    assertThat(asked).containsExactly("a.example:" + https + " /");
    app.stop(0);
    assertThatThrownBy(() -> run(secure("a.example")))
        .hasMessageStartingWith("Caddy answers 502 for https://a.example:%d/:".formatted(https));
  }

  @Test
  void a_host_without_a_certificate_yet_is_no_failure() throws IOException {
    for (String host : List.of("none.example", "slow.none.example")) {
      assertThat(run(secure(host)))
          .containsExactly(
              "Caddy has no certificate for %s yet; it gets one once that name points to this server"
                  .formatted(host));
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void every_host_is_asked_also_after_one_without_a_certificate() throws IOException {
    String routes =
        """
        listen: [':%d']
        routes:
          - match: [{host: [none.example]}]
            handle: [{handler: reverse_proxy, upstreams: [{dial: '%s'}]}]
          - match: [{host: [slow.none.example]}]
            handle: [{handler: reverse_proxy, upstreams: [{dial: '%2$s'}]}]
          - match: [{host: [z.example]}]
            handle: [{handler: reverse_proxy, upstreams: [{dial: '%s'}]}]
        """;
    assertThat(run(routes.formatted(https, dial(), dial())))
        .hasSize(2)
        .anyMatch(doubt -> doubt.contains("for none.example yet"))
        .anyMatch(doubt -> doubt.contains("for slow.none.example yet"));
    assertThat(asked).containsExactly("z.example:" + https + " /");
    String nobody = "127.0.0.1:" + CaddyProcess.freePort();
    assertThatThrownBy(() -> run(routes.formatted(https, dial(), nobody)))
        .hasMessageStartingWith("Caddy answers 502 for https://z.example:%d/:".formatted(https));
  }

  @Test
  void a_caddy_that_cannot_be_asked_from_here_is_no_failure() throws IOException {
    ObjectNode elsewhere = server("{listen: ['127.0.0.1:%d']}".formatted(CaddyProcess.freePort()));
    assertThat(doubts(elsewhere))
        .singleElement()
        .asString()
        .startsWith("cannot check the app through Caddy from here: ");
    assertThat(doubts(server("{listen: ['unix//nowhere']}"))).isEmpty();
  }

  @Test
  void that_nobody_can_be_asked_is_told_once() throws IOException {
    ObjectNode elsewhere =
        server(
            "{listen: ['127.0.0.1:%d'], routes: [{match: [{host: [a, b, c]}], handle: [{handler: x}]}]}"
                .formatted(CaddyProcess.freePort()));
    assertThat(doubts(elsewhere)).hasSize(1);
  }

  @Test
  void files_that_visitors_do_not_get_are_warned_of() throws IOException {
    Path files = Files.createDirectories(dir.resolve("files"));
    String site =
        "{listen: [':%d'], routes: [{match: [{host: [a.example]}], handle: [{handler: file_server,"
            + " root: '%s'}]}]}";
    assertThat(run(site.formatted(http, files)))
        .containsExactly(
            "Caddy answers 404 for http://a.example:%d/; check that the folder has an index.html"
                .formatted(http));
    Files.writeString(files.resolve("index.html"), "hi");
    assertThat(run(site.formatted(http, files))).isEmpty();
    String closed = // as file_server answers for a file it may not read; the tests may run as root
        site.formatted(http, files)
            .replace(
                "{handler: file", "{handler: static_response, status_code: 403}, {handler: file");
    assertThat(run(closed))
        .containsExactly(
            "Caddy answers 403 for http://a.example:%d/: it may not read the files;".formatted(http)
                + " run `chmod o+x /home/kata` to let it");
  }

  @Test
  void what_an_app_beside_files_does_not_find_is_its_own() throws IOException {
    app.removeContext("/");
    answer("/", 404, "no such page");
    assertThat(
            run(
                """
                listen: [':%d']
                routes:
                  - match: [{path: [/static/*]}]
                    handle: [{handler: file_server, root: /nowhere}]
                  - handle: [%s]
                """
                    .formatted(http, proxy(dial()))))
        .isEmpty();
  }

  private List<String> run(String yaml) throws IOException {
    ObjectNode server = server(yaml);
    caddy.admin().apply("app", server);
    return run(server);
  }

  /** Waits for the first certificate, which Caddy issues in the background. */
  private List<String> run(ObjectNode server) {
    List<String> doubts = doubts(server);
    for (int i = 0; i < 20 && !doubts.stream().allMatch(of -> of.contains("none.example")); i++) {
      CaddyTransport.pause();
      doubts = doubts(server);
    }
    return doubts;
  }

  private List<String> doubts(ObjectNode server) {
    RecordingProgress progress = new RecordingProgress();
    new ReachabilityProbe(
            caddy.address(), Path.of("/home/kata"), Duration.ofSeconds(1), Duration.ofSeconds(2))
        .run(server, progress);
    return progress.texts("detail", "warn");
  }

  private String secure(String host) {
    return "{listen: [':%d'], routes: [{match: [{host: [%s]}], handle: [%s]}]}"
        .formatted(https, host, proxy(dial()));
  }

  private String dial() {
    return "127.0.0.1:" + app.getAddress().getPort();
  }

  private static String proxy(String dial) {
    return "{handler: reverse_proxy, upstreams: [{dial: '%s'}]}".formatted(dial);
  }

  private static ObjectNode server(String yaml) {
    return new ObjectMapper()
        .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }

  private void answer(String path, int status, String text) {
    app.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestHeaders().getFirst("Host") + " " + exchange.getRequestURI());
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}
