package kata.caddy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenTest {
  private static final List<String> EVERY_FORM =
      List.of(
          ":80",
          "0.0.0.0:80",
          "[::]:80",
          "tcp/:80",
          "tcp4/127.0.0.1:80",
          "localhost:80",
          "[::1]:80",
          "10.0.0.1:80",
          "example.org:80",
          ":79-81",
          ":8000-8010",
          "udp/:80",
          "unix//run/a.sock",
          "unix//run/b.sock");

  @ParameterizedTest
  @CsvSource({
    ":80,                     tcp,      '',              80,   80",
    "0.0.0.0:80,              tcp,      '',              80,   80",
    "[::]:443,                tcp,      '',              443,  443",
    "tcp/127.0.0.1:80,        tcp,      127.0.0.1,       80,   80",
    "tcp6/[::1]:80,           tcp,      0:0:0:0:0:0:0:1, 80,   80",
    "[::ffff:127.0.0.1]:80,   tcp,      127.0.0.1,       80,   80",
    "LOCALHOST:80,            tcp,      localhost,       80,   80",
    "udp/:53,                 udp,      '',              53,   53",
    ":8000-8010,              tcp,      '',              8000, 8010",
    "unix//run/a.sock,        unix,     /run/a.sock,     0,    0",
    "unix//run/a.sock|0222,   unix,     /run/a.sock,     0,    0",
    "unix+h2c//run/a.sock,    unix+h2c, /run/a.sock,     0,    0",
    "fd/3,                    fd,       3,               0,    0",
  })
  void an_address_is_read(String text, String network, String host, int from, int to) {
    assertThat(Listen.parse(text)).contains(new Listen(network, host, from, to));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "80",
        "localhost",
        ":",
        ":http",
        ":{env.PORT}",
        "{env.HOST}:80",
        ":90-80",
        ":70000",
        "::1:80",
        "foo/:80",
        ":80/",
        ":80,:81",
      })
  void what_only_caddy_can_judge_is_left_to_it(String text) {
    assertThat(Listen.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8080", "8080-8090"})
  void a_port_without_its_colon_is_refused(String text) {
    assertThatThrownBy(() -> Listen.rejectBarePort(text))
        .hasMessage("caddy.listen: '%s' is a port without a colon", text)
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(e.hint()).isEqualTo("write \":" + text + "\""));
    Listen.rejectBarePort(":" + text);
    Listen.rejectBarePort("localhost:" + text);
  }

  @ParameterizedTest
  @CsvSource({
    ":80,             0.0.0.0:80",
    ":80,             [::]:80",
    ":80,             127.0.0.1:80",
    ":80,             example.org:80",
    ":80,             tcp4/:80",
    "0.0.0.0:80,      [::1]:80",
    "localhost:80,    127.0.0.1:80",
    "localhost:80,    [::1]:80",
    "[0::0]:80,       10.0.0.1:80",
    ":8000-8010,      127.0.0.1:8005",
    ":8000-8010,      :8010-8020",
    "unix//a,         unix//a",
  })
  void spellings_of_one_address_overlap(String one, String other) { // fault 42
    assertThat(overlap(one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    ":80,             :81",
    ":80,             udp/:80",
    "127.0.0.1:80,    10.0.0.1:80",
    "127.0.0.1:80,    [::1]:80",
    "a.org:80,        b.org:80",
    ":8000-8010,      :8011",
    "unix//a,         unix//b",
    "unix//a,         :80",
  })
  void different_addresses_do_not(String one, String other) {
    assertThat(overlap(one, other)).isFalse();
  }

  @Test
  void overlap_is_reflexive_and_symmetric() {
    for (String one : EVERY_FORM) {
      assertThat(overlap(one, one)).as(one).isTrue();
      for (String other : EVERY_FORM) {
        assertThat(overlap(one, other)).as(one + " " + other).isEqualTo(overlap(other, one));
      }
    }
  }

  private static boolean overlap(String one, String other) {
    return Listen.parse(one).orElseThrow().overlaps(Listen.parse(other).orElseThrow());
  }
}
