package kata.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class HttpClientTest {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir Path dir;

  @Test
  void a_body_of_known_length_is_read() throws Exception {
    try (TinyServer server = TinyServer.saying("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello...")) {
      try (HttpResponse response = get(server, "/x?y=1")) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("hello");
      }
      assertThat(server.request())
          .startsWith("GET /x?y=1 HTTP/1.1\nHost: " + server.endpoint() + "\n")
          .contains("Connection: close\n");
    }
  }

  @Test
  void a_body_is_sent_with_its_length() throws Exception {
    try (TinyServer server = TinyServer.saying("HTTP/1.1 200 OK\nContent-Length: 0\n\n")) {
      byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
      HttpRequest request =
          new HttpRequest("PUT", "/a", Map.of("Content-Type", "application/json"), body);
      client(server).send(request, LONG).close();
      assertThat(server.request())
          .startsWith("PUT /a HTTP/1.1\n")
          .contains("Content-Type: application/json\n", "Content-Length: 7\n")
          .endsWith("\n\n{\"a\":1}");
    }
  }

  @Test
  void a_large_body_both_ways_arrives_whole() throws Exception {
    String large = "0123456789".repeat(300_000);
    String answer = "HTTP/1.1 200 OK\nContent-Length: " + large.length() + "\n\n" + large;
    try (TinyServer server = TinyServer.saying(answer)) {
      HttpRequest request =
          new HttpRequest("POST", "/", Map.of(), large.getBytes(StandardCharsets.UTF_8));
      try (HttpResponse response = client(server).send(request, LONG)) {
        assertThat(text(response)).isEqualTo(large);
      }
      assertThat(server.request()).endsWith(large);
    }
  }

  @Test
  void chunks_are_joined_and_trailers_shown_after_them() throws Exception {
    String answer =
        """
        HTTP/1.1 200 OK
        Transfer-Encoding: chunked
        Trailer: Etag

        5;ext=1
        hello
        A
        0123456789
        0
        Etag: "/config/ 1a2b"

        """;
    try (TinyServer server = TinyServer.saying(answer);
        HttpResponse response = get(server, "/")) {
      assertThat(response.trailer("etag")).isEmpty();
      assertThat(text(response)).isEqualTo("hello0123456789");
      assertThat(response.trailer("ETAG")).contains("\"/config/ 1a2b\"");
    }
  }

  @Test
  void a_body_without_length_ends_with_the_connection() throws Exception {
    try (TinyServer server = TinyServer.saying("HTTP/1.0 200 OK\n\nto the end");
        HttpResponse response = get(server, "/")) {
      assertThat(text(response)).isEqualTo("to the end");
    }
  }

  @Test
  void interim_responses_are_skipped() throws Exception {
    String answer =
        "HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Hints\nLink: a\n\n"
            + "HTTP/1.1 201 Created\nContent-Length: 2\n\nok";
    try (TinyServer server = TinyServer.saying(answer);
        HttpResponse response = get(server, "/")) {
      assertThat(response.status()).isEqualTo(201);
      assertThat(response.header("Link")).isEmpty();
      assertThat(text(response)).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void some_statuses_have_no_body(int status) throws Exception {
    try (TinyServer server =
            TinyServer.tcp(
                peer -> {
                  peer.say("HTTP/1.1 " + status + " \nContent-Length: 9\n\n");
                  Thread.sleep(2000);
                });
        HttpResponse response = get(server, "/")) {
      assertThat(response.bytes()).isEmpty();
    }
  }

  @Test
  void the_answer_to_HEAD_has_no_body() throws Exception {
    try (TinyServer server = TinyServer.saying("HTTP/1.1 200 OK\nContent-Length: 9\n\n");
        HttpResponse response =
            client(server).send(new HttpRequest("HEAD", "/", Map.of(), new byte[0]), LONG)) {
      assertThat(response.bytes()).isEmpty();
    }
  }

  @Test
  void headers_are_found_whatever_their_case() throws Exception {
    try (TinyServer server =
            TinyServer.saying("HTTP/1.1 200 OK\nETAG:  a \nx: 1\nX: 2\nContent-Length: 0\n\n");
        HttpResponse response = get(server, "/")) {
      assertThat(response.header("Etag")).contains("a");
      assertThat(response.headers().get("X")).containsExactly("1", "2");
    }
  }

  @Test
  void a_unix_socket_works_and_gets_an_empty_host() throws Exception {
    try (TinyServer server =
        TinyServer.unix(
            dir.resolve("s"), peer -> peer.say("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"))) {
      try (HttpResponse response = get(server, "/")) {
        assertThat(text(response)).isEqualTo("ok");
      }
      assertThat(server.request()).contains("\nHost: \n");
      HttpRequest named = new HttpRequest("GET", "/", Map.of("host", "docker"), new byte[0]);
      client(server).send(named, LONG).close();
      assertThat(server.request()).containsOnlyOnce("ost:").contains("host: docker\n");
    }
  }

  @Test
  void nobody_listening_is_told_apart_from_a_lost_answer() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(() -> send(new Endpoint.Tcp("127.0.0.1", port), SOON))
        .isInstanceOf(ConnectFailed.class)
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> send(new Endpoint.Unix(dir.resolve("none")), SOON))
        .isInstanceOf(ConnectFailed.class);
    assertThatThrownBy(() -> send(new Endpoint.Unix(dir.resolve("x".repeat(200))), SOON))
        .isInstanceOf(ConnectFailed.class);
    assertThatThrownBy(() -> send(new Endpoint.Tcp("no-such-host.invalid", 80), SOON))
        .isInstanceOf(ConnectFailed.class)
        .hasMessage("unknown host");
    try (TinyServer server = TinyServer.tcp(TinyServer.Peer::reset)) {
      assertThatThrownBy(() -> get(server, "/"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ConnectFailed.class);
    }
  }

  @Test
  void a_full_backlog_ends_in_a_timeout() throws Exception {
    try (Backlog backlog = new Backlog(dir.resolve("full"))) {
      assertThatThrownBy(() -> send(backlog.endpoint(), SOON)).isInstanceOf(ConnectFailed.class);
    }
  }

  @Test
  void a_silent_server_ends_in_a_timeout() throws Exception {
    try (TinyServer server = TinyServer.tcp(peer -> Thread.sleep(5000))) {
      assertThatThrownBy(() -> send(server.endpoint(), SOON))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void a_head_that_drips_ends_in_a_timeout() throws Exception {
    try (TinyServer server =
        TinyServer.tcp(
            peer -> {
              peer.say("HTTP/1.1 200 OK\n");
              for (int i = 0; i < 100; i++) {
                peer.say("X-" + i + ": 1\n");
                Thread.sleep(50);
              }
            })) {
      assertThatThrownBy(() -> send(server.endpoint(), SOON))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void a_body_may_take_long_but_not_be_silent_for_long() throws Exception {
    try (TinyServer server =
            TinyServer.tcp(
                peer -> {
                  peer.say("HTTP/1.1 200 OK\n\n");
                  for (int i = 0; i < 8; i++) {
                    peer.say("x");
                    Thread.sleep(80);
                  }
                  Thread.sleep(5000);
                });
        HttpResponse response = client(server).send(HttpRequest.get("/"), SOON)) {
      InputStream body = response.body();
      assertThat(body.readNBytes(8)).hasSize(8);
      assertThatThrownBy(body::read).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void a_server_that_does_not_read_ends_in_a_timeout() throws Exception {
    try (Backlog backlog = new Backlog(dir.resolve("deaf"))) {
      backlog.acceptOne();
      HttpRequest large = new HttpRequest("POST", "/", Map.of(), new byte[8_000_000]);
      HttpClient client = new HttpClient(backlog.endpoint(), LONG);
      assertThatThrownBy(() -> client.send(large, SOON)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\nContent-Length: 9\n\nhalf",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n9\nhalf",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\nfull\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\nfull\n0\n",
      })
  void a_body_cut_short_is_an_error_not_an_end(String answer) throws Exception {
    try (TinyServer server = TinyServer.saying(answer);
        HttpResponse response = get(server, "/")) {
      assertThatThrownBy(response::bytes).isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\n",
        "HTTP/2 200\n\n",
        "HTTP/1.1 200 OK\nno colon\n\n",
        "HTTP/1.1 200 OK\nA: 1\n folded\n\n",
        "HTTP/1.1 200 OK\nContent-Length: -1\n\n",
        "HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 2\n\nab",
        "HTTP/1.1 200 OK\nTransfer-Encoding: gzip\n\n",
        "HTTP/1.1 101 Switching\n\n",
      })
  void nonsense_is_refused(String answer) throws Exception {
    try (TinyServer server = TinyServer.saying(answer)) {
      assertThatThrownBy(() -> get(server, "/")).isInstanceOf(ProtocolException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1\n", "xyz\n", "\n", "11111111111111111\n", "1\nab\n0\n\n"})
  void a_bad_chunk_is_refused(String chunks) throws Exception {
    try (TinyServer server =
            TinyServer.saying("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + chunks);
        HttpResponse response = get(server, "/")) {
      assertThatThrownBy(response::bytes).isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void endless_headers_are_refused() throws Exception {
    try (TinyServer server =
        TinyServer.tcp(
            peer -> {
              peer.say("HTTP/1.1 200 OK\n");
              while (true) {
                peer.say("A: " + "a".repeat(10_000) + "\n");
              }
            })) {
      assertThatThrownBy(() -> get(server, "/")).hasMessageContaining("larger than");
    }
  }

  @Test
  void an_endless_body_is_refused() throws Exception {
    try (TinyServer server =
            TinyServer.tcp(
                peer -> {
                  peer.say("HTTP/1.1 200 OK\n\n");
                  while (true) {
                    peer.say("a".repeat(1_000_000));
                  }
                });
        HttpResponse response = get(server, "/")) {
      assertThatThrownBy(response::bytes).hasMessageContaining("larger than");
    }
  }

  @Test
  void an_interrupt_ends_the_wait() throws Exception {
    try (TinyServer server = TinyServer.tcp(peer -> Thread.sleep(5000))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> get(server, "/")).isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no-slash", "/a b", "/a\r\nX: 1", "/\u00e9"})
  void a_path_cannot_leave_its_line(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> HttpRequest.get(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A: b\r\nX", "", "Content-Length", "connection"})
  void a_header_cannot_break_the_message(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HttpRequest("GET", "/", Map.of(name, "1"), new byte[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HttpRequest("GET", "/", Map.of("A", "1\r\nB: 2"), new byte[0]));
  }

  private static HttpClient client(TinyServer server) throws IOException {
    return new HttpClient(server.endpoint(), LONG);
  }

  private static HttpResponse get(TinyServer server, String path) throws IOException {
    return client(server).send(HttpRequest.get(path), LONG);
  }

  private static HttpResponse send(Endpoint endpoint, Duration limit) throws IOException {
    return new HttpClient(endpoint, limit).send(HttpRequest.get("/"), limit);
  }

  private static String text(HttpResponse response) throws IOException {
    return new String(response.bytes(), StandardCharsets.UTF_8);
  }
}
