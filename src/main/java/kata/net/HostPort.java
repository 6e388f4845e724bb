package kata.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A port of this server.
 *
 * @param protocol {@code tcp} or {@code udp}; Docker also supports {@code sctp}
 * @param address one of the server's addresses, or all of one family: {@code 0.0.0.0} or {@code ::}
 */
public record HostPort(String protocol, InetAddress address, int port) {
  private static final Pattern FOUR =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?:\\.(?!$)|$)){4}");

  /** Returns a port at a numeric address; empty for anything else, such as a name. */
  public static Optional<HostPort> of(String protocol, String address, int port) {
    if (!FOUR.matcher(address).matches() && address.indexOf(':') < 0) {
      return Optional.empty(); // the JDK would resolve a name
    }
    try {
      return Optional.of(new HostPort(protocol, InetAddress.getByName(address), port));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns a port at an address, or at all addresses of both families when the address is empty.
   */
  public static List<HostPort> at(String protocol, String address, int port) {
    List<String> addresses = address.isEmpty() ? List.of("0.0.0.0", "::") : List.of(address);
    return addresses.stream().flatMap(one -> of(protocol, one, port).stream()).toList();
  }

  /** Returns whether two programs cannot listen on both ports at the same time. */
  public boolean overlaps(HostPort other) {
    boolean sameFamily = address.getClass().equals(other.address.getClass());
    return isSamePort(other)
        && (address.equals(other.address)
            || (sameFamily && (isEverywhere() || other.isEverywhere())));
  }

  /**
   * Returns whether the listener of this port may also be the listener of the other. For all
   * addresses of both families, some programs open one socket and others open two.
   */
  public boolean explains(HostPort other) {
    return isSamePort(other)
        && (address.equals(other.address) || (isEverywhere() && other.isEverywhere()));
  }

  private boolean isSamePort(HostPort other) {
    return port == other.port && protocol.equals(other.protocol);
  }

  private boolean isEverywhere() {
    return address.isAnyLocalAddress();
  }
}
