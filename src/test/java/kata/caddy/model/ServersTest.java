package kata.caddy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Tests which servers Caddy gets for a set of apps. */
final class ServersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void an_app_that_is_alone_keeps_its_server_as_it_is() {
    ObjectNode blog = app("{listen: [':443', ':8443'], routes: [{handle: [{handler: x}]}], a: 1}");
    ObjectNode shop = app("{listen: [':80'], routes: []}");
    assertThat(servers(Map.of("blog", blog, "shop", shop)).byName())
        .isEqualTo(Map.of("blog", blog, "shop", shop));
  }

  @Test
  void apps_at_one_address_are_told_apart_by_the_more_specific_claim_first() {
    Servers servers =
        servers(
            Map.of(
                "a", app("{listen: [':443'], routes: [{handle: [{handler: file_server}]}]}"),
                "b", at(":443", "{host: [b.example]}"),
                "c", at(":443", "{host: ['*.example']}"),
                "d", at(":443", "{host: [b.example], path: [/api/*]}, {path: [/d]}"),
                "e", at(":443", "{host: [b.example], path: [/api/*], method: [PUT]}")));
    assertThat(servers.byName()).containsOnlyKeys("kata::443");
    assertThat(chosen(one(servers))).containsExactly("e", "d", "b", "c", "d", "a");
  }

  /** Caddy speaks no TLS on a port range that contains its HTTP port. */
  @Test
  void neighbouring_ports_do_not_become_a_range() {
    String both = "{listen: [':8080', ':8081'], routes: [{match: [{host: [%s]}], handle: [{}]}]}";
    Servers servers = servers(Map.of("a", app(both.formatted("a")), "b", app(both.formatted("b"))));
    assertThat(servers.byName()).containsOnlyKeys("kata::8080,:8081");
    assertThat(servers.byName().values())
        .singleElement()
        .satisfies(
            server -> assertThat(server.path("listen")).hasToString("[\":8080\",\":8081\"]"));
  }

  @Test
  void only_what_answers_makes_a_claim() {
    String passing = "{handle: [{handler: encode}, {handler: headers}]}";
    String nested =
        "{handle: [{handler: subroute, routes: [{match: [{host: [n.example]}], handle: [{handler:"
            + " x}]}]}]}";
    ObjectNode app = app("{listen: [':1'], routes: [" + passing + ", " + nested + "]}");
    assertThat(Claim.of(app)).extracting(Claim::toString).containsExactly("n.example");
    assertThat(Claim.of(app("{routes: [" + passing + "]}")))
        .extracting(Claim::toString)
        .containsExactly("every host");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":443 | 0.0.0.0:443 | kata::443",
        ":443 | [::]:443 | kata::443",
        ":443 | tcp/:443 | kata::443",
        "127.0.0.1:80 | 127.0.0.1:80 | kata:127.0.0.1:80",
        "unix//run/x.sock | unix//run/x.sock | kata:unix__run_x.sock",
        "udp/:443 | udp4/:443 | kata:udp_:443",
        "{env.X} | {env.X} | kata:{env.X}",
      })
  void spellings_of_one_address_are_shared(String one, String other, String name) { // fault 42
    Servers servers = servers(Map.of("a", at(one, "{host: [a]}"), "b", at(other, "{host: [b]}")));
    assertThat(servers.byName()).containsOnlyKeys(name);
    assertThat(servers.serving("a")).containsExactly(name);
  }

  @Test
  void a_range_is_shared_where_it_overlaps() {
    Servers servers =
        servers(
            Map.of(
                "a", at(":8000-8010", "{host: [a]}"),
                "b", at(":8005", "{host: [b]}"),
                "c", at(":8010-8012", "{host: [c]}")));
    Map<String, List<String>> listen = new TreeMap<>();
    servers
        .byName()
        .forEach(
            (name, server) ->
                listen.put(
                    name,
                    StreamSupport.stream(server.path("listen").spliterator(), false)
                        .map(address -> address.asText())
                        .toList()));
    assertThat(listen)
        .isEqualTo(
            Map.of(
                "a", List.of(":8000-8004", ":8006-8009"),
                "kata::8005", List.of(":8005"),
                "kata::8010", List.of(":8010"),
                "c", List.of(":8011-8012")));
    assertThat(servers.serving("a")).containsExactly("a", "kata::8005", "kata::8010");
  }

  @Test
  void who_shares_some_addresses_only_keeps_a_server_for_the_others() {
    ObjectNode blog =
        app(
            "{listen: [':80', ':443'], routes: [{match: [{host: [a]}], handle: [{handler: x}]}], logs: {}}");
    Servers servers = servers(Map.of("blog", blog, "shop", at(":443", "{host: [b]}")));
    assertThat(servers.byName()).containsOnlyKeys("blog", "kata::443");
    ObjectNode rest = blog.deepCopy();
    rest.putArray("listen").add(":80");
    assertThat(servers.byName().get("blog")).isEqualTo(rest);
  }

  @Test
  void the_same_claim_twice_is_refused_with_both_names() {
    assertRefused(
        Map.of(
            "blog",
            at(":80", "{host: [A.example]}"),
            "shop",
            at("0.0.0.0:80", "{host: [a.example]}")),
        "'blog' and 'shop' share :80, and both answer a.example");
    assertRefused(
        Map.of("blog", at(":80", "{}"), "shop", at(":80", "{}")),
        "'blog' and 'shop' share :80, and both answer every host");
  }

  @Test
  void an_address_on_one_interface_is_not_widened_to_all() {
    assertRefused(
        Map.of("blog", at(":80", "{host: [a]}"), "shop", at("127.0.0.1:80", "{host: [b]}")),
        "'blog' listens on :80 and 'shop' on 127.0.0.1:80: the addresses overlap");
  }

  @Test
  void settings_are_united_and_contradictions_refused() {
    Map<String, ObjectNode> apps =
        Map.of(
            "a", with("a", "read_timeout: 5, logs: {skip_hosts: [x], logger_names: {a: one}}"),
            "b", with("b", "logs: {skip_hosts: [y], logger_names: {b: two}}, idle_timeout: 7"));
    ObjectNode shared = one(servers(apps));
    assertThat(shared.get("logs"))
        .isEqualTo(json("{logger_names: {a: one, b: two}, skip_hosts: [x, y]}"));
    assertThat(shared.get("read_timeout").asInt()).isEqualTo(5);
    assertThat(shared.get("idle_timeout").asInt()).isEqualTo(7);
    assertRefused(
        Map.of(
            "a", with("a", "read_timeout: 5"),
            "b", with("b", "idle_timeout: 5"),
            "c", with("c", "read_timeout: 6")),
        "'a' and 'c' share :443, and have different values of 'read_timeout'");
  }

  @Test
  void automatic_https_is_left_off_for_the_hosts_of_who_does_without() {
    assertThat(automatic("disable: true", "disable: true")).isEqualTo("{\"disable\":true}");
    assertThat(automatic("disable: true", "skip: [z]")).isEqualTo("{\"skip\":[\"z\",\"a\"]}");
    assertThat(automatic("skip: [a]", "skip: [b]")).isEqualTo("{\"skip\":[\"a\",\"b\"]}");
    assertRefused(
        Map.of(
            "a", with("a", "automatic_https: {disable_redirects: true}"), "b", with("b", "x: 1")),
        "'a' and 'b' share :443, and have different values of 'disable_redirects'");
  }

  @Test
  void policies_of_tls_hold_for_the_hosts_of_their_app() {
    ObjectNode shared =
        one(
            servers(
                Map.of(
                    "a", with("a", "tls_connection_policies: [{alpn: [h2]}]"),
                    "b", with("b", "tls_connection_policies: [{match: {sni: [q]}}]"),
                    "c", with("'*.c'", "tls_connection_policies: [{alpn: [x]}]"),
                    "d", with("d.c", "x: 1"))));
    assertThat(shared.get("tls_connection_policies"))
        .isEqualTo(
            json(
                "[{alpn: [h2], match: {sni: [a]}}, {match: {sni: [d.c]}},"
                    + " {alpn: [x], match: {sni: ['*.c']}}, {match: {sni: [q]}}, {}]"));
    String path = "routes: [{match: [{host: [a], path: [/c]}], handle: [{handler: x}]}]";
    assertRefused(
        Map.of(
            "a", with("a", "tls_connection_policies: [{alpn: [h2]}]"),
            "c", app("{listen: [':443'], tls_connection_policies: [{}], " + path + "}")),
        "'a' and 'c' share :443, and have different values of 'tls_connection_policies'");
    String all = "routes: [{match: [{path: [/%s]}], handle: [{handler: x}]}]}";
    assertRefused(
        Map.of(
            "a", app("{listen: [':443'], tls_connection_policies: [{}], " + all.formatted("a")),
            "b", with("b", "x: 1"),
            "c",
                app("{listen: [':443'], tls_connection_policies: [{x: 1}], " + all.formatted("c"))),
        "'a' and 'c' share :443, and have different values of 'tls_connection_policies'");
  }

  @Test
  void what_an_app_must_not_be_given_by_another_has_to_be_the_same() {
    assertRefused(
        Map.of("a", with("a", "trusted_proxies: {source: static}"), "b", with("b", "x: 1")),
        "'a' and 'b' share :443, and have different values of 'trusted_proxies'");
  }

  @Test
  void the_whole_host_and_all_paths_below_it_are_the_same_claim() {
    for (String path : List.of("'/*'", "'*'")) {
      assertRefused(
          Map.of(
              "a", at(":80", "{host: [h]}"), "b", at(":80", "{host: [h], path: [" + path + "]}")),
          "'a' and 'b' share :80, and both answer h");
    }
  }

  @Test
  void behind_a_change_of_the_request_only_the_host_counts() {
    String rewrite = "{handle: [{handler: rewrite, strip_path_prefix: /v1}]}";
    String users = "{match: [{host: [h], path: [/users]}], handle: [{handler: x}]}";
    assertThat(Claim.of(app("{routes: [" + rewrite + ", " + users + "]}")))
        .extracting(Claim::toString)
        .containsExactly("h");
    assertThat(Claim.of(app("{routes: [" + users + ", " + rewrite + "]}")))
        .extracting(Claim::toString)
        .containsExactly("h/users");
    // A route's matcher is evaluated before its handlers run.
    String docs =
        "{match: [{host: [h], path: [/d]}], handle: [{handler: rewrite}, {handler: file_server}]}";
    assertThat(Claim.of(app("{routes: [" + docs + "]}")))
        .extracting(Claim::toString)
        .containsExactly("h/d");
  }

  @Test
  void an_app_whose_visitors_wait_claims_what_it_claims_otherwise() {
    ObjectNode proxy =
        app("{routes: [{handle: [{handler: reverse_proxy, upstreams: [{dial: '127.0.0.1:1'}]}]}]}");
    assertThat(Claim.of(RouteBuilder.holdRequests(proxy, Duration.ofMinutes(1))))
        .isEqualTo(Claim.of(proxy));
  }

  @Test
  void hosts_are_named_again_where_an_app_is_served() { // Caddy adds its redirects after the last
    ObjectNode shared =
        one(servers(Map.of("a", at(":443", "{}"), "b", at(":443", "{host: [b]}, {path: [/b]}"))));
    List<JsonNode> served = new ArrayList<>();
    shared.path("routes").forEach(route -> served.add(route.path("match")));
    assertThat(served.subList(3, served.size()))
        .containsExactly(
            json("[{vars: {kata_app: [b]}, host: [b]}]"),
            json("[{vars: {kata_app: [a]}}]"),
            json("[{vars: {kata_app: [b]}}]"));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
  void any_set_of_apps_is_merged_the_same_way(long seed) {
    Random random = new Random(seed);
    int merged = 0;
    for (int round = 0; round < 200; round++) {
      SortedMap<String, ObjectNode> apps = randomApps(random);
      Servers servers;
      try {
        servers = Servers.of(apps);
      } catch (KataException e) {
        assertThat(e.message()).matches(".*'app\\d+'.*'app\\d+'.*");
        continue;
      }
      merged++;
      // The result is the same again, and in any order.
      assertThat(Servers.of(apps)).isEqualTo(servers);
      List<String> names = new ArrayList<>(apps.keySet());
      Collections.shuffle(names, random);
      SortedMap<String, ObjectNode> shuffled = new TreeMap<>();
      names.forEach(name -> shuffled.put(name, Objects.requireNonNull(apps.get(name)).deepCopy()));
      assertThat(JSON.valueToTree(Servers.of(shuffled).byName()).toString())
          .isEqualTo(JSON.valueToTree(servers.byName()).toString());
      // A removed app leaves no trace.
      String gone = names.get(0);
      SortedMap<String, ObjectNode> rest = new TreeMap<>(apps);
      rest.remove(gone);
      Servers without = Servers.of(rest);
      assertThat(without.byName().toString()).doesNotContain("\"" + gone + "\"");
      // An app that shares no address with it is served as before.
      for (String other : rest.keySet()) {
        Set<String> serving = servers.serving(other);
        if (serving.stream().noneMatch(servers.serving(gone)::contains)) {
          assertThat(without.serving(other)).isEqualTo(serving);
          serving.forEach(
              name -> assertThat(without.byName().get(name)).isEqualTo(servers.byName().get(name)));
        }
      }
      // No app's routes are lost.
      apps.forEach(
          (name, app) ->
              assertThat(servers.serving(name))
                  .isNotEmpty()
                  .allSatisfy(
                      server ->
                          assertThat(String.valueOf(servers.byName().get(server)))
                              .contains(app.path("routes").get(0).path("handle").toString())));
    }
    assertThat(merged).isGreaterThan(50);
  }

  private static SortedMap<String, ObjectNode> randomApps(Random random) {
    List<String> addresses =
        List.of(":80", ":443", "0.0.0.0:443", "[::]:80", ":8000-8003", ":8002", "127.0.0.1:9000");
    SortedMap<String, ObjectNode> apps = new TreeMap<>();
    int count = 2 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      String listen =
          random
              .ints(1 + random.nextInt(2), 0, addresses.size())
              .distinct()
              .mapToObj(n -> "'" + addresses.get(n) + "'")
              .sorted(Comparator.reverseOrder())
              .toList()
              .toString();
      String host =
          List.of("{host: [h%d]}", "{host: [x], path: [/%d/*]}", "{path: [/%d]}")
              .get(random.nextInt(3));
      String more = random.nextInt(8) == 0 ? ", read_timeout: " + random.nextInt(2) : "";
      apps.put(
          "app" + i,
          app(
              "{listen: %s, routes: [{match: [%s], handle: [{handler: x, of: %d}]}]%s}"
                  .formatted(listen, host.formatted(i), i, more)));
    }
    return apps;
  }

  private static String automatic(String one, String other) {
    Servers servers =
        servers(
            Map.of(
                "a", with("a", "automatic_https: {" + one + "}"),
                "b", with("b", "automatic_https: {" + other + "}")));
    return one(servers).get("automatic_https").toString();
  }

  private static void assertRefused(Map<String, ObjectNode> apps, String message) {
    assertThatThrownBy(() -> servers(apps)).isInstanceOf(KataException.class).hasMessage(message);
  }

  /** Returns the apps in the order in which they are matched. */
  private static List<String> chosen(ObjectNode server) {
    return StreamSupport.stream(server.path("routes").spliterator(), false)
        .filter(route -> route.has("group"))
        .map(route -> route.path("handle").path(0).path("kata_app").asText())
        .toList();
  }

  private static Servers servers(Map<String, ObjectNode> apps) {
    return Servers.of(new TreeMap<>(apps));
  }

  private static ObjectNode one(Servers servers) {
    return Objects.requireNonNull(servers.byName().get("kata::443"));
  }

  private static ObjectNode at(String address, String matchers) {
    return app(
        "{listen: ['%s'], routes: [{match: [%s], handle: [{handler: x}]}]}"
            .formatted(address, matchers));
  }

  private static ObjectNode with(String host, String settings) {
    return app(
        "{listen: [':443'], routes: [{match: [{host: [%s]}], handle: [{handler: x}]}], %s}"
            .formatted(host, settings));
  }

  private static ObjectNode app(String yaml) {
    return (ObjectNode) json(yaml);
  }

  private static JsonNode json(String yaml) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }
}
