package kata.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenPortsTest {
  private static final String TITLES = "  sl  local_address rem_address   st tx_queue rx_queue\n";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "0100007F:1F90, tcp, 0A, 127.0.0.1:8080",
    "00000000:0050, tcp, 0A, 0.0.0.0:80",
    "0100000A:01BB, tcp, 0A, 10.0.0.1:443",
    "0100007F:1F90, tcp, 01, ''", // a connection
    "0100007F:1F90, tcp, 06, ''", // one in TIME_WAIT
    "00000000:0035, udp, 07, 0.0.0.0:53",
    "0100007F:0035, udp, 01, 127.0.0.1:53",
    "00000000000000000000000001000000:1F90, tcp, 0A, 0:0:0:0:0:0:0:1:8080",
    "0000000000000000FFFF00000100007F:1F90, tcp, 0A, 127.0.0.1:8080",
    "00000000000000000000000000000000:1F90, tcp, 0A, 0:0:0:0:0:0:0:0:8080 0.0.0.0:8080",
    "B80D0120000000000000000001000000:0016, tcp, 0A, 2001:db8:0:0:0:0:0:1:22",
  })
  void a_line_of_the_kernel_is_a_port_when_somebody_listens(
      String local, String protocol, String state, String ports) {
    assertThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN); // as the lines above
    String line = "   0: %s 00000000:0000 %s 00000000:00000000 00:00000000 0 1000 0 42\n";
    List<HostPort> open = OpenPorts.parse(protocol, TITLES + line.formatted(local, state));
    assertThat(open)
        .allMatch(port -> port.protocol().equals(protocol))
        .extracting(port -> port.address().getHostAddress() + ":" + port.port())
        .isEqualTo(ports.isEmpty() ? List.of() : List.of(ports.split(" ", -1)));
  }

  @Test
  void a_line_that_is_cut_off_is_passed_over() {
    assertThat(OpenPorts.parse("tcp", "")).isEmpty();
    assertThat(OpenPorts.parse("tcp", TITLES + "   0: 0100007F:1F90 0000")).isEmpty();
  }

  @Test
  void a_server_without_lists_has_nothing_to_say() throws IOException {
    assertThat(new OpenPorts(folder).now()).isEmpty();
    Files.writeString(folder.resolve("udp"), TITLES + "1: 00000000:0035 0:0 07 0:0\n");
    assertThat(new OpenPorts(folder).now()).isEqualTo(HostPort.at("udp", "0.0.0.0", 53));
  }

  @Test
  void what_this_process_listens_on_is_open_as_long_as_it_does() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HostPort tcp;
    HostPort udp;
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        DatagramSocket datagrams = new DatagramSocket(0, loopback)) {
      tcp = new HostPort("tcp", loopback, server.getLocalPort());
      udp = new HostPort("udp", loopback, datagrams.getLocalPort());
      assertThat(new OpenPorts().now()).contains(tcp, udp);
    }
    assertThat(new OpenPorts().now()).doesNotContain(tcp, udp);
  }
}
