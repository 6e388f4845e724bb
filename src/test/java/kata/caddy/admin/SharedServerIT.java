package kata.caddy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import kata.error.KataException;
import kata.testing.Child;
import kata.testing.TcpMigration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests apps that share an address, through a real Caddy. */
@Timeout(300)
final class SharedServerIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;

  @Test
  void apps_share_an_address_and_each_goes_without_a_trace() throws Exception { // R-39, fault 42
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      CaddyAdmin admin = caddy.admin();
      int port = CaddyProcess.freePort();
      ObjectNode blog = saying("blog", ":" + port, "{\"host\":[\"blog.example\"]}");
      admin.apply("blog", blog);
      String alone = caddy.call("GET", "/config/", "");

      ObjectNode api =
          saying("api", "0.0.0.0:" + port, "{\"host\":[\"blog.example\"],\"path\":[\"/api/*\"]}");
      ObjectNode rest = saying("rest", "[::]:" + port, "{}");
      admin.check("api", api, false);
      admin.apply("api", api);
      admin.check("rest", rest, false);
      admin.apply("rest", rest);
      for (int i = 0; i < 20; i++) { // two servers would take turns
        assertThat(CaddyProcess.visit(port, "blog.example", "/")).isEqualTo("blog");
        assertThat(CaddyProcess.visit(port, "Blog.example", "/api/x")).isEqualTo("api");
        assertThat(CaddyProcess.visit(port, "other.example", "/api/x")).isEqualTo("rest");
      }
      assertThat(admin.server("blog")).contains(blog);
      assertThat(admin.server("rest")).contains(rest);

      assertThatThrownBy(() -> admin.check("again", api, false))
          .hasMessage(
              "'again' and 'api' share 0.0.0.0:%d, and both answer blog.example/api/*"
                  .formatted(port)
                  .replace("0.0.0.0", ""));
      long writes = caddy.writes();
      assertThat(admin.apply("rest", rest)).isFalse();
      assertThat(caddy.writes()).isEqualTo(writes);

      admin.remove("rest");
      assertThat(CaddyProcess.visit(port, "other.example", "/")).isEmpty();
      admin.remove("api");
      assertThat(caddy.call("GET", "/config/", "")).isEqualTo(alone);
      assertThat(CaddyProcess.visit(port, "blog.example", "/api/x")).isEqualTo("blog");
    }
  }

  /** Caddy redirects HTTP requests to HTTPS, except those that an app answers. */
  @Test
  void certificates_and_redirects_are_as_if_each_app_were_alone() throws Exception {
    int http = CaddyProcess.freePort();
    int https = CaddyProcess.freePort();
    String admin = "localhost:" + CaddyProcess.freePort();
    String config = CaddyProcess.withOwnCertificates(admin, http, https);
    try (CaddyProcess caddy = new CaddyProcess(dir, admin, config)) {
      for (String app : List.of("a", "b", "c")) {
        ObjectNode server = saying(app, ":" + https, "{\"host\":[\"" + app + ".example\"]}");
        server.remove("automatic_https");
        if (app.equals("c")) {
          server.putArray("tls_connection_policies").addObject().put("protocol_max", "tls1.2");
        } else {
          server.withArray("listen").add(":" + http);
        }
        caddy.admin().apply(app, server);
      }
      for (String app : List.of("a", "b", "c")) {
        String url = "https://" + app + ".example:" + https + "/";
        for (int i = 0; i < 100 && curl(url, https).isEmpty(); i++) {
          CaddyTransport.pause(); // newer versions get their certificates in the background
        }
        assertThat(curl(url, https)).isEqualTo(app);
      }
      assertThat(CaddyProcess.visit(http, "a.example", "/")).isEqualTo("a");
      assertThat(CaddyProcess.visit(http, "b.example", "/")).isEqualTo("b");
      assertThat(CaddyProcess.visit(http, "c.example", "/")).startsWith("308");
      assertThat(curl("https://c.example:" + https + "/", https, "--tlsv1.3")).isEmpty();
      assertThat(curl("https://a.example:" + https + "/", https, "--tlsv1.3")).isEqualTo("a");
    }
  }

  private String curl(String url, int port, String... options) {
    List<String> argv = new ArrayList<>(List.of("curl", "-sk", "--max-time", "10"));
    for (String app : List.of("a", "b", "c")) {
      argv.addAll(List.of("--resolve", app + ".example:" + port + ":127.0.0.1"));
    }
    argv.addAll(List.of(options));
    argv.add(url);
    return Child.run(dir, Map.of(), argv).output();
  }

  @Test
  void the_errors_of_an_app_are_its_own() throws Exception {
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      CaddyAdmin admin = caddy.admin();
      int port = CaddyProcess.freePort();
      String listen = "\"listen\":[\":" + port + "\"],\"automatic_https\":{\"disable\":true}";
      String fails =
          "\"routes\":[{\"match\":[{\"host\":[\"%s\"]}],"
              + "\"handle\":[{\"handler\":\"error\",\"status_code\":418}]}]";
      ObjectNode own =
          (ObjectNode)
              JSON.readTree(
                  "{%s,%s,\"errors\":{\"routes\":[{\"match\":[{\"path\":[\"/own\"]}],\"handle\":[%s]}]}}"
                      .formatted(
                          listen,
                          fails.formatted("own.example"),
                          "{\"handler\":\"static_response\",\"status_code\":200,\"body\":\"sorry\"}"));
      ObjectNode plain =
          (ObjectNode) JSON.readTree("{%s,%s}".formatted(listen, fails.formatted("plain.example")));
      admin.apply("own", own);
      admin.apply("plain", plain);
      assertThat(CaddyProcess.visit(port, "own.example", "/own")).isEqualTo("sorry");
      assertThat(CaddyProcess.visit(port, "own.example", "/")).startsWith("418");
      assertThat(CaddyProcess.visit(port, "plain.example", "/own")).startsWith("418");
    }
  }

  @Test
  void what_caddy_lost_is_put_back_and_what_it_has_too_much_is_taken()
      throws Exception { // fault 51
    int port = CaddyProcess.freePort();
    int own = CaddyProcess.freePort();
    ObjectNode a = saying("a", ":" + port, "{\"host\":[\"a.example\"]}");
    ObjectNode b = saying("b", ":" + port, "{\"host\":[\"b.example\"]}");
    ObjectNode c = saying("c", ":" + own, "{}");
    String before;
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      for (Map.Entry<String, ObjectNode> app : Map.of("a", a, "b", b, "c", c).entrySet()) {
        caddy.admin().apply(app.getKey(), app.getValue());
      }
      before = caddy.call("GET", "/config/apps/http/servers", "");
    }
    SortedMap<String, ObjectNode> all = new TreeMap<>(Map.of("a", a, "b", b, "c", c));
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) { // starts empty
      assertThat(caddy.admin().sync(all, Set.of())).isEmpty();
      assertThat(caddy.call("GET", "/config/apps/http/servers", "")).isEqualTo(before);
      long writes = caddy.writes();
      assertThat(caddy.admin().sync(all, Set.of())).isEmpty();
      assertThat(caddy.writes()).isEqualTo(writes);

      CaddyAdmin unreachable =
          CaddyAdmin.at("localhost:1", dir.resolve("routes.json"), servers -> Optional.empty());
      assertThatThrownBy(() -> unreachable.remove("c")).hasMessageContaining("cannot reach");
      all.remove("c");
      assertThat(CaddyProcess.visit(own, "/")).isEqualTo("c");
      assertThat(caddy.admin().sync(all, Set.of())).isEmpty();
      assertThat(caddy.call("GET", "/config/apps/http/servers/c", "")).isEqualTo("null\n");

      Files.delete(dir.resolve("routes.json"));
      writes = caddy.writes();
      assertThat(caddy.admin().sync(all, Set.of())).isEmpty();
      assertThat(caddy.writes()).isEqualTo(writes);
      assertThat(caddy.admin().server("a")).contains(a);

      all.put("b", a);
      assertThat(caddy.admin().sync(all, Set.of("b"))).isEmpty(); // it is being changed
      assertThat(caddy.admin().server("b")).contains(b);
    }
  }

  @Test
  void one_app_that_caddy_refuses_does_not_keep_the_others_away() throws Exception {
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      int port = CaddyProcess.freePort();
      SortedMap<String, ObjectNode> all = new TreeMap<>();
      for (String app : List.of("a", "b", "c")) {
        all.put(app, saying(app, ":" + port, "{\"host\":[\"" + app + ".example\"]}"));
      }
      ObjectNode wrong = saying("b", ":" + port, "{\"host\":[\"b.example\"],\"no\":1}");
      all.put("b", wrong);
      SortedMap<String, KataException> refused = caddy.admin().sync(all, Set.of());
      assertThat(refused).containsOnlyKeys("b");
      assertThat(refused.get("b")).hasMessageContaining("the routes of 'b'");
      assertThat(CaddyProcess.visit(port, "a.example", "/")).isEqualTo("a");
      assertThat(CaddyProcess.visit(port, "c.example", "/")).isEqualTo("c");

      all.put("b", saying("b", ":" + port, "{\"host\":[\"a.example\"]}")); // claims what a has
      refused = caddy.admin().sync(all, Set.of());
      assertThat(refused).containsOnlyKeys("b");
      assertThat(refused.get("b")).hasMessageContaining("both answer a.example");
      assertThat(CaddyProcess.visit(port, "a.example", "/")).isEqualTo("a");

      all.remove("b");
      int taken = CaddyProcess.freePort();
      String foreign = JSON.writeValueAsString(saying("theirs", "0.0.0.0:" + taken, "{}"));
      caddy.call("PUT", "/config/apps/http/servers/srv0", foreign);
      all.put("d", saying("d", ":" + taken, "{\"host\":[\"d.example\"]}"));
      all.put("e", saying("e", ":" + taken, "{\"host\":[\"e.example\"]}"));
      refused = caddy.admin().sync(all, Set.of());
      assertThat(refused).containsOnlyKeys("d", "e");
      assertThat(refused.get("e"))
          .hasMessageContaining("'srv0' already listens on")
          .extracting("hint")
          .isEqualTo(
              "let 'd', 'e' listen on another address, or remove that server from Caddy's configuration");
      assertThat(CaddyProcess.visit(port, "c.example", "/")).isEqualTo("c");
      assertThat(CaddyProcess.visit(taken, "/")).isEqualTo("theirs");
    }
  }

  @Test
  void many_apps_come_change_and_go_and_no_visitor_of_another_notices() throws Exception {
    int count = Integer.getInteger("kata.apps", 50);
    Random random = new Random(count);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (TcpMigration migration = new TcpMigration();
        CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      CaddyAdmin admin = caddy.admin();
      int port = CaddyProcess.freePort();
      Map<String, String> untouched = new ConcurrentHashMap<>();
      SortedMap<String, ObjectNode> all = new TreeMap<>();
      for (int i = 0; i < count; i++) {
        all.put("app" + i, version(i, 0, port));
        untouched.put("app" + i, "app" + i + " 0");
      }
      assertThat(admin.sync(all, Set.of())).isEmpty();
      List<String> failures = new ArrayList<>();
      AtomicLong answers = new AtomicLong();
      AtomicBoolean going = new AtomicBoolean(true);
      List<CompletableFuture<Void>> visitors = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        Random whom = new Random(n);
        visitors.add(
            CompletableFuture.runAsync(
                () -> {
                  while (going.get()) {
                    String app = "app" + whom.nextInt(count);
                    String expected = untouched.get(app);
                    String answer = answer(port, app);
                    if (expected != null && expected.equals(untouched.get(app))) {
                      answers.incrementAndGet();
                      if (!answer.equals(expected)) {
                        synchronized (failures) {
                          failures.add(app + ": " + answer);
                        }
                      }
                    }
                  }
                },
                threads));
      }
      Duration changing = Duration.ZERO;
      int changes = 150;
      for (int n = 1; n <= changes; n++) {
        int i = random.nextInt(count);
        String app = "app" + i;
        untouched.remove(app);
        Instant start = Instant.now();
        if (random.nextInt(3) == 0) {
          admin.remove(app);
        } else {
          admin.apply(app, version(i, n, port));
          untouched.put(app, app + " " + n);
        }
        changing = changing.plus(Duration.between(start, Instant.now()));
      }
      going.set(false);
      visitors.forEach(CompletableFuture::join);
      System.out.printf(
          "%d apps on one address: a change takes %d ms; %d visits meanwhile%n",
          count, changing.toMillis() / changes, answers.get());
      assertThat(answers.get()).isGreaterThan(changes);
      List<String> resets =
          failures.stream()
              .filter(failure -> failure.endsWith("Connection reset by peer"))
              .toList();
      failures.removeAll(resets);
      assertThat(resets).hasSizeLessThan(TcpMigration.FEW);
      if (CaddyProcess.PROGRAM.equals("caddy")) {
        assertThat(failures).isEmpty();
      } else { // a newer Caddy closes connections that arrive during a reload, as Go's server does
        assertThat(failures).allMatch(failure -> failure.contains("the connection ended before"));
        assertThat(failures).hasSizeLessThan(changes);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void two_katas_write_at_once_and_lose_nothing() throws Exception {
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      int port = CaddyProcess.freePort();
      List<Process> katas = new ArrayList<>();
      for (String names : List.of("one", "two")) {
        katas.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    RouteWriter.class.getName(),
                    dir.resolve("root").toString(),
                    caddy.address(),
                    Integer.toString(port),
                    names,
                    "50")
                .inheritIO()
                .start());
      }
      for (Process kata : katas) {
        assertThat(kata.waitFor()).isZero();
      }
      for (int i = 0; i < 50; i++) {
        for (String names : List.of("one", "two")) {
          assertThat(answer(port, names + i)).isEqualTo(names + i);
        }
      }
    }
  }

  @Test
  void kata_and_another_program_write_at_once_and_lose_nothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (CaddyProcess caddy = CaddyProcess.onPort(dir)) {
      int port = CaddyProcess.freePort();
      Map<String, String> foreign = new ConcurrentHashMap<>();
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 50; i++) {
                  String path = "/config/apps/http/servers/srv" + i;
                  String server =
                      "{\"listen\":[\"unix/%s\"],\"read_timeout\":1e9}"
                          .formatted(dir.resolve("s" + i));
                  put(caddy, path, server);
                  foreign.put(path, call(caddy, "GET", path, ""));
                }
              },
              threads);
      for (int i = 0; i < 50; i++) {
        caddy.admin().apply("app" + i, version(i, 0, port));
      }
      other.join();
      for (int i = 0; i < 50; i++) {
        assertThat(answer(port, "app" + i)).isEqualTo("app" + i + " 0");
      }
      assertThat(foreign).hasSize(50);
      foreign.forEach(
          (path, server) -> assertThat(call(caddy, "GET", path, "")).as(path).isEqualTo(server));
    } finally {
      threads.shutdownNow();
    }
  }

  /** Another program retries when its connection is lost in a reload. */
  private static void put(CaddyProcess caddy, String path, String server) {
    for (int n = 0; n < 20; n++) {
      call(caddy, "PUT", path, server);
      if (!call(caddy, "GET", path, "").equals("null\n")) {
        return;
      }
    }
    throw new AssertionError("cannot write " + path);
  }

  private static String call(CaddyProcess caddy, String method, String path, String body) {
    for (int n = 0; ; n++) {
      try {
        return caddy.call(method, path, body);
      } catch (IOException e) {
        if (n > 20 || !method.equals("GET")) {
          return String.valueOf(e.getMessage());
        }
      }
    }
  }

  private static String answer(int port, String app) {
    try {
      return CaddyProcess.visit(port, app + ".example", "/");
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static ObjectNode version(int app, int version, int port) throws IOException {
    return saying(
        "app" + app + " " + version, ":" + port, "{\"host\":[\"app" + app + ".example\"]}");
  }

  private static ObjectNode saying(String text, String address, String matcher) throws IOException {
    JsonNode server =
        JSON.readTree(
            "{\"listen\":[\"%s\"],\"routes\":[{\"match\":[%s],\"handle\":[%s]}],%s}"
                .formatted(
                    address,
                    matcher,
                    "{\"handler\":\"static_response\",\"body\":\"" + text + "\"}",
                    "\"automatic_https\":{\"disable\":true}"));
    return (ObjectNode) server;
  }
}
