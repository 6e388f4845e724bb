package kata.caddy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kata.caddy.model.ShortForm.Upstream;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Tests how the short form of a caddy section is expanded. */
final class ShortFormTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Upstream WEB = new Upstream("web", 8000, "127.0.0.1:18000");
  private static final Upstream DB = new Upstream("db", 5432, "127.0.0.1:15432");

  @Test
  void a_host_is_all_that_an_app_of_one_port_needs() {
    assertThat(expand("{hosts: shop.example}", WEB))
        .isEqualTo(
            json(
                """
                listen: [':443']
                routes:
                  - match: [{host: [shop.example]}]
                    handle: [{handler: reverse_proxy, upstreams: [{dial: '127.0.0.1:18000'}]}]
                """));
  }

  @Test
  void a_service_and_a_port_say_which_of_several() {
    String proxy = "{handler: reverse_proxy, upstreams: [{dial: '127.0.0.1:15432'}]}";
    for (String which : List.of("{service: db}", "{port: 5432}", "{service: db, port: '5432'}")) {
      assertThat(expand(which, WEB, DB))
          .isEqualTo(json("{listen: [':80'], routes: [{handle: [" + proxy + "]}]}"));
    }
  }

  @Test
  void a_path_claims_itself_and_what_is_below_it() {
    for (String path : List.of("/api", "/api/", "/api/*")) {
      JsonNode server = expand("{hosts: [a, b], path: " + path + ", listen: [':1']}", WEB);
      assertThat(server.path("listen")).isEqualTo(json("[':1']"));
      assertThat(server.path("routes").path(0).path("match"))
          .isEqualTo(json("[{host: [a, b], path: [/api, /api/*]}]"));
    }
    assertThat(expand("{path: /, service: web}", WEB).path("routes").path(0).has("match"))
        .isFalse();
  }

  @Test
  void other_hosts_are_sent_to_the_first() {
    assertThat(expand("{hosts: [a, b], redirect: www.a}", WEB).path("routes").path(0))
        .isEqualTo(
            json(
                """
                match: [{host: [www.a]}]
                handle:
                  - handler: static_response
                    status_code: 308
                    headers: {Location: ['{http.request.scheme}://a{http.request.uri}']}
                """));
    assertThat(expand("{hosts: a, redirect: b, listen: [':8443']}", WEB).toString())
        .contains("{http.request.scheme}://a:8443{http.request.uri}");
  }

  @Test
  void a_folder_is_served_from_the_code() {
    assertThat(expand("{static: public}").path("routes").path(0).path("handle"))
        .isEqualTo(json("[{handler: file_server, root: /code/public}]"));
    assertThat(expand("{static: /data/up, path: /up}").path("routes").path(0).path("handle"))
        .isEqualTo(
            json(
                "[{handler: rewrite, strip_path_prefix: /up}, {handler: file_server, root: /data/up}]"));
  }

  @Test
  void users_are_asked_for_their_password_first() {
    JsonNode handle =
        expand("{service: web, basic_auth: {ann: '$2a$14$x'}}", WEB)
            .path("routes")
            .path(0)
            .path("handle");
    assertThat(handle.path(0).path("providers").path("http_basic").path("accounts"))
        .isEqualTo(json("[{username: ann, password: JDJhJDE0JHg=}]"));
    assertThat(handle.path(1).path("handler").asText()).isEqualTo("reverse_proxy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{host: a, service: web} | caddy.host is not a key of the short form; it cannot be combined with service",
        "{service: api} | caddy: service 'api' publishes no port",
        "{service: wbe} | caddy: there is no service 'wbe'",
        "{hosts: 'https://a.example/'} | caddy.hosts: 'https://a.example/' is not a host name",
        "{hosts: [a, 'b:80']} | caddy.hosts: 'b:80' is not a host name",
        "{hosts: a/b} | caddy.hosts: 'a/b' is not a host name",
        "{hosts: a b} | caddy.hosts: 'a b' is not a host name",
        "{hosts: a, redirect: 'http://b'} | caddy.redirect: 'http://b' is not a host name",
        "{static: x, listen: [':80', '0.0.0.0:443']} | caddy.listen has 0.0.0.0:443, but caddy.hosts names no host to get a certificate for",
        "{service: web, port: 1} | caddy: service 'web' publishes no port 1",
        "{port: 1} | caddy: no service publishes port 1",
        "{hosts: a} | caddy: more than one port is published: port 8000 of service 'web', port 5432"
            + " of service 'db'",
        "{static: ../x} | caddy.static points outside the app's code: ../x",
        "{static: x, service: web} | caddy.static and caddy.service cannot be combined",
        "{service: web, path: api} | caddy.path does not begin with a slash",
        "{service: web, redirect: www.a} | caddy.redirect needs caddy.hosts",
        "{service: web, basic_auth: {ann: secret}} | caddy.basic_auth.ann is not a bcrypt hash",
        "{service: web, basic_auth: x} | caddy.basic_auth is not a map of users",
        "{service: {a: b}} | caddy.service is not a single value",
      })
  void what_does_not_go_together_is_refused(String section, String message) {
    assertThatThrownBy(() -> expand(section, WEB, DB)).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://new.localhost/ | write new.localhost",
        "new.localhost:8080/x?y | write new.localhost",
        "a.example, http://b.example | write [a.example, b.example]",
        "'[::1]:80' | write a name such as shop.example.org",
        "https:// | write a name such as shop.example.org",
      })
  void for_what_is_no_host_it_says_what_to_write(String host, String hint) {
    assertThatThrownBy(() -> expand("{hosts: '" + host + "'}", WEB))
        .isInstanceOfSatisfying(KataException.class, e -> assertThat(e.hint()).isEqualTo(hint));
  }

  @Test
  void whatever_caddy_has_for_a_host_is_one() {
    assertThat(
            expand("{hosts: ['*.a.example', '*', bücher.example, a_b, '::1', '{env.H}:x']}", WEB))
        .isNotNull();
  }

  @Test
  void a_server_object_of_caddy_is_none() {
    assertThat(ShortForm.is(map("{listen: [':80'], routes: []}"))).isFalse();
    assertThat(ShortForm.is(map("{listen: [':80']}"))).isFalse();
    assertThat(ShortForm.is(map("{hosts: a, routes: []}"))).isFalse();
    assertThat(ShortForm.is(map("{static: public}"))).isTrue();
  }

  private static JsonNode expand(String yaml, Upstream... upstreams) {
    return JSON.valueToTree(
        ShortForm.expand(
            map(yaml), Set.of("web", "db", "api"), List.of(upstreams), Path.of("/code")));
  }

  @SuppressWarnings("unchecked") // written as a map above
  private static Map<String, Object> map(String yaml) {
    return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  private static JsonNode json(String yaml) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }
}
