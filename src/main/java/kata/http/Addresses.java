package kata.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Connects to the addresses of an endpoint: a name may have several, and the server may listen on
 * only one.
 */
final class Addresses {
  private Addresses() {}

  /** Connects to one address. */
  interface Dial<C> {
    C connect(SocketAddress address) throws IOException;
  }

  /** Connects to the first address of an endpoint that answers. */
  static <C> C first(Endpoint endpoint, Dial<C> dial) throws ConnectFailed {
    try {
      return first(of(endpoint), dial);
    } catch (IOException e) {
      throw new ConnectFailed(reason(e), e);
    } catch (IllegalArgumentException e) { // a socket's path is limited to 107 bytes
      throw new ConnectFailed(String.valueOf(e.getMessage()));
    }
  }

  /** Connects to the first address that answers; throws the last failure if none does. */
  static <C> C first(List<SocketAddress> addresses, Dial<C> dial) throws IOException {
    IOException last = new IOException("no address");
    for (SocketAddress address : addresses) {
      try {
        return dial.connect(address);
      } catch (InterruptedIOException e) {
        if (!(e instanceof SocketTimeoutException)) {
          throw e;
        }
        last = e;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static List<SocketAddress> of(Endpoint endpoint) throws IOException {
    if (endpoint instanceof Endpoint.Unix unix) {
      return List.of(UnixDomainSocketAddress.of(unix.path()));
    }
    Endpoint.Tcp tcp = (Endpoint.Tcp) endpoint;
    List<SocketAddress> addresses = new ArrayList<>();
    for (InetAddress address : InetAddress.getAllByName(tcp.host())) {
      addresses.add(new InetSocketAddress(address, tcp.port()));
    }
    return addresses;
  }

  /** Returns a short reason why a connection failed. */
  private static String reason(IOException e) {
    String message = e.getMessage();
    return switch (e.getClass().getSimpleName()) {
      case "UnknownHostException" -> "unknown host";
      case "SocketTimeoutException" -> "no answer in time";
      default -> message == null ? e.getClass().getSimpleName() : message;
    };
  }
}
