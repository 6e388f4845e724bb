package kata.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class AddressesTest {
  private static final List<SocketAddress> TWO =
      List.of(
          InetSocketAddress.createUnresolved("one", 1),
          InetSocketAddress.createUnresolved("two", 2));

  private final List<SocketAddress> tried = new ArrayList<>();

  @Test
  void the_first_that_answers_is_taken() throws IOException {
    SocketAddress first = Addresses.first(TWO, this::connect);
    assertThat(first).isEqualTo(TWO.get(0));
    assertThat(tried).containsExactly(TWO.get(0));
  }

  @Test
  void one_that_refuses_or_is_silent_is_passed_over() throws IOException {
    for (IOException refusal : List.of(new ConnectException(), new SocketTimeoutException())) {
      tried.clear();
      SocketAddress second = Addresses.first(TWO, address -> connect(address, 1, refusal));
      assertThat(second).isEqualTo(TWO.get(1));
      assertThat(tried).isEqualTo(TWO);
    }
  }

  @Test
  void where_none_answers_the_last_is_told() {
    assertThatThrownBy(
            () -> Addresses.first(TWO, address -> connect(address, 2, new IOException("no"))))
        .hasMessage("no");
    assertThat(tried).isEqualTo(TWO);
    assertThatThrownBy(() -> Addresses.first(List.of(), this::connect)).hasMessage("no address");
  }

  @Test
  void an_interrupt_ends_the_trying() {
    InterruptedIOException interrupt = new InterruptedIOException("interrupted");
    assertThatThrownBy(() -> Addresses.first(TWO, address -> connect(address, 2, interrupt)))
        .isSameAs(interrupt);
    assertThat(tried).hasSize(1);
  }

  /** A server may listen on any one of a name's addresses. */
  @Test
  void a_name_is_reached_at_whichever_of_its_addresses_with_tls_or_without() throws Exception {
    Duration limit = Duration.ofSeconds(5);
    for (InetAddress address : InetAddress.getAllByName("localhost")) {
      try (ServerSocket server = new ServerSocket(0, 5, address)) {
        Endpoint.Tcp there = new Endpoint.Tcp("localhost", server.getLocalPort());
        ChannelWire.connect(there, limit).close();
        server.accept().close();
        CompletableFuture<Void> hangsUp = CompletableFuture.runAsync(() -> hangUp(server));
        assertThatThrownBy(() -> TlsWire.connect(there, limit, "a.example"))
            .isInstanceOf(SSLException.class);
        hangsUp.join();
      }
    }
  }

  private static void hangUp(ServerSocket server) {
    try (Socket taken = server.accept()) {
      assertThat(taken.getInputStream().read()).isNotNegative();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private SocketAddress connect(SocketAddress address) {
    tried.add(address);
    return address;
  }

  private SocketAddress connect(SocketAddress address, int failing, IOException refusal)
      throws IOException {
    tried.add(address);
    if (tried.size() <= failing) {
      throw refusal;
    }
    return address;
  }
}
