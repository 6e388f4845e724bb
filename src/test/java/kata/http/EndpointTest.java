package kata.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:2019,            localhost, 2019",
    "127.0.0.1:80,              127.0.0.1, 80",
    "tcp://10.0.0.1:2375,       10.0.0.1,  2375",
    "http://caddy.internal:99,  caddy.internal, 99",
    "http://localhost:2019/,    localhost, 2019",
    "[::1]:2019,                ::1,       2019",
  })
  void a_tcp_address_is_read(String text, String host, int port) {
    assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint.Tcp(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix//run/a.sock", "unix:///run/a.sock"})
  void a_unix_socket_is_read(String text) { // fault 52
    assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint.Unix(Path.of("/run/a.sock")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        ":2019",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "localhost:2019/config",
        "https://localhost:2019",
        "a b:80",
        "user@host:80",
        "::1:2019",
        "unix/",
        "unix/run/a.sock",
        "unix://run",
      })
  void anything_else_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:2019", "[::1]:2019", "unix//run/a.sock"})
  void its_text_reads_back(String text) {
    assertThat(Endpoint.parse(text)).hasToString(text);
  }
}
