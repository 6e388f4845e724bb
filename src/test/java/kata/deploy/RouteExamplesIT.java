package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kata.caddy.admin.CaddyAdmin;
import kata.caddy.admin.CaddyProcess;
import kata.compose.KataFile;
import kata.compose.KataFileReader;
import kata.env.Env;
import kata.env.EnvLayers;
import kata.route.Routes;
import kata.testing.Child;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every example of docs/routes.md, served by a real Caddy to real requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteExamplesIT {
  private static final Path PAGE = Path.of("docs/routes.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?m)^### (.+)\\n\\n(?:(?!^#).*\\n)*?```yaml\\n((?s:.*?))^```");
  private static final String ADMIN = "localhost:18244";
  private static final int HTTP = 18245;
  private static final int HTTPS = 18246;
  private static final String CONFIG = CaddyProcess.withOwnCertificates(ADMIN, HTTP, HTTPS);

  private final Map<String, String> untried = new LinkedHashMap<>();
  private Path folder;
  private CaddyAdmin admin;
  private CaddyProcess caddy;
  private HttpServer app;

  @BeforeAll
  void start(@TempDir Path made) throws IOException, InterruptedException {
    folder = made;
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    while (example.find()) {
      untried.put(example.group(1), example.group(2));
    }
    Path code = Files.createDirectories(folder.resolve("code"));
    Files.writeString(Files.createDirectories(code.resolve("public")).resolve("index.html"), "hi");
    Files.writeString(code.resolve("public/kata-compose.yaml"), "hidden");
    Files.writeString(Files.createDirectories(code.resolve("public/.git")).resolve("config"), "x");
    caddy = new CaddyProcess(Files.createDirectories(folder.resolve("caddy")), ADMIN, CONFIG);
    admin = CaddyAdmin.at(ADMIN, folder.resolve("routes.json"), servers -> Optional.empty());
    app =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    app.createContext(
        "/",
        exchange -> {
          String told =
              "app %s for %s from %s%s"
                  .formatted(
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("X-Forwarded-Proto"),
                      exchange.getRequestHeaders().getFirst("X-Real-IP"),
                      " ".repeat(2000)); // worth compressing
          byte[] body = told.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    app.start();
  }

  @AfterAll
  void stop() throws IOException {
    app.stop(0);
    caddy.close();
  }

  @Test
  void each_is_served_as_it_says() throws IOException { // fault 43, fault 44
    serve("A domain");
    assertThat(https("shop.example.org", "/x")).startsWith("app /x for https");
    assertThat(http("shop.example.org", "/x", "-i")).contains("308", "https://shop.example.org");

    serve("One of several services");
    assertThat(https("shop.example.com", "/")).startsWith("app / for https");

    serve("A path below a domain");
    assertThat(https("shop.example.org", "/api/x")).startsWith("app /api/x ");
    assertThat(https("shop.example.org", "/api")).startsWith("app /api ");
    assertThat(https("shop.example.org", "/apis")).isEmpty();

    serve("Redirect www");
    assertThat(https("www.shop.example.org", "/a?b=c", "-i"))
        .contains("308", "https://shop.example.org/a?b=c");
    assertThat(https("shop.example.org", "/a")).startsWith("app /a ");

    serve("A static site");
    assertThat(https("static.example.org", "/")).isEqualTo("hi");
    assertThat(https("static.example.org", "/.git/config", "-i")).contains(" 404");
    assertThat(https("static.example.org", "/kata-compose.yaml", "-i")).contains(" 404");

    serve("Basic authentication");
    assertThat(https("shop.example.org", "/", "-i")).contains(" 401");
    assertThat(https("shop.example.org", "/", "-u", "ann:wrong", "-i")).contains(" 401");
    assertThat(https("shop.example.org", "/", "-u", "ann:secret")).startsWith("app / ");

    serve("Static files");
    assertThat(http("any.example", "/")).isEqualTo("hi");
    assertThat(http("any.example", "/.git/config", "-i")).contains(" 404");

    serve("Reverse proxy");
    assertThat(http("any.example", "/x")).startsWith("app /x for http from 127.0.0.1");

    serve("Compression and security headers");
    assertThat(http("any.example", "/", "-i", "--compressed"))
        .containsIgnoringCase("content-encoding: ")
        .containsIgnoringCase("x-frame-options: deny")
        .contains("app / ");

    serve("HTTPS with a minimum TLS version");
    assertThat(https("shop.example.org", "/")).startsWith("app / for https");
    assertThat(https("shop.example.org", "/", "--tls-max", "1.2")).isEmpty();

    serve("Redirect one host to another");
    assertThat(https("www.shop.example.org", "/a", "-i"))
        .contains("301", "https://shop.example.org/a");
    assertThat(https("shop.example.org", "/a")).startsWith("app /a ");

    serve("Static files with caching, and an app");
    assertThat(http("any.example", "/static/index.html", "-i"))
        .containsIgnoringCase("cache-control: public, max-age=3600");
    assertThat(http("any.example", "/static/", "-s")).isEqualTo("hi");
    assertThat(http("any.example", "/x")).startsWith("app /x ");

    serve("An API below a path, static files for the rest");
    assertThat(http("any.example", "/api/x")).startsWith("app /api/x ");
    assertThat(http("any.example", "/")).isEqualTo("hi");

    serve("Basic authentication for a path");
    assertThat(http("any.example", "/")).startsWith("app / ");
    assertThat(http("any.example", "/admin/", "-i")).contains(" 401");
    assertThat(http("any.example", "/admin/", "-u", "ann:secret")).startsWith("app /admin/ ");

    assertThat(untried).isEmpty();
  }

  /** Puts an example into Caddy, on ports of this test. */
  private void serve(String title) throws IOException {
    String text = untried.remove(title);
    assertThat(text).as(title).isNotNull();
    String port = Integer.toString(app.getAddress().getPort());
    String services = "services: {web: {image: x, ports: [\"127.0.0.1:%s:80\"]}}\n".formatted(port);
    KataFile file = KataFileReader.read("kata-compose.yaml", services + text);
    Map<String, String> base =
        Map.of(
            "PORT",
            port,
            "BIND_ADDRESS",
            "127.0.0.1",
            "APP_ROOT",
            folder.resolve("code").toString());
    Env env = EnvLayers.merge(base, Set.of(), List.of(file.environment()), untold -> {});
    ObjectNode server = Routes.read(file, env).orElseThrow();
    ArrayNode listen = server.putArray("listen");
    for (JsonNode address : Routes.read(file, env).orElseThrow().path("listen")) {
      listen.add(address.asText().equals(":443") ? ":" + HTTPS : ":" + HTTP);
    }
    admin.apply("example", server);
    if (listen.toString().contains(":" + HTTPS)) {
      server.findValues("host").forEach(hosts -> hosts.forEach(host -> await(host.asText())));
    }
  }

  /** Newer ones of Caddy get their certificates beside the work. */
  private void await(String host) {
    String place = host + ":" + HTTPS;
    Instant deadline = Instant.now().plusSeconds(20);
    while (!run("https://" + place, place).ok()) {
      assertThat(Instant.now()).as(host).isBefore(deadline);
    }
  }

  private String http(String host, String path, String... options) {
    return curl("http://" + host + ":" + HTTP + path, host + ":" + HTTP, options);
  }

  private String https(String host, String path, String... options) {
    return curl("https://" + host + ":" + HTTPS + path, host + ":" + HTTPS, options);
  }

  private String curl(String url, String place, String... options) {
    return run(url, place, options).output();
  }

  private Child run(String url, String place, String... options) {
    List<String> argv =
        new ArrayList<>(
            List.of("curl", "-sk", "--max-time", "20", "--resolve", place + ":127.0.0.1"));
    argv.addAll(List.of(options));
    argv.add(url);
    return Child.run(folder, Map.of(), argv);
  }
}
