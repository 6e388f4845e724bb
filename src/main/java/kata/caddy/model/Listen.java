package kata.caddy.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import kata.error.KataException;
import kata.net.HostPort;

/**
 * An address that a Caddy server listens on. Caddy detects a clash only when two servers have the
 * same text. With two spellings of one address both servers listen, and the kernel spreads
 * connections at random.
 *
 * @param network {@code tcp}, {@code udp}, or another one of Caddy's, such as {@code unix}
 * @param host in canonical form; empty for all addresses; the path of a unix socket
 * @param from the first port; 0 for an address without ports
 * @param to the last port
 */
public record Listen(String network, String host, int from, int to) {
  private static final Pattern IP =
      Pattern.compile(
          "(?:(?<network>tcp|udp)[46]?/)?"
              + "(?<host>\\[[0-9a-f:.]*(?:%[^]]*)?]|[^\\[\\]:/{}]*)"
              + ":(?<from>[0-9]{1,5})(?:-(?<to>[0-9]{1,5}))?");
  private static final Pattern OTHER =
      Pattern.compile("(?<network>unix[a-z0-9+]*|fd|fdgram)/(?<path>[^{}|]+)(?:\\|[0-7]*)?");
  private static final int MANY = 100;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1");
  private static final Set<String> ALL = Set.of("0.0.0.0", "0:0:0:0:0:0:0:0");

  /**
   * Parses an address as Caddy does. Empty when only Caddy can interpret it: without a port, with a
   * placeholder, of an unknown network, or invalid.
   */
  public static Optional<Listen> parse(String text) {
    Matcher other = OTHER.matcher(text);
    if (other.matches()) {
      return Optional.of(new Listen(other.group("network"), other.group("path"), 0, 0));
    }
    Matcher ip = IP.matcher(text.toLowerCase(Locale.ROOT));
    if (!ip.matches()) {
      return Optional.empty();
    }
    String network = Optional.ofNullable(ip.group("network")).orElse("tcp");
    int from = Integer.parseInt(ip.group("from"));
    int to = Optional.ofNullable(ip.group("to")).map(Integer::parseInt).orElse(from);
    if (from > to || to > 65535) {
      return Optional.empty();
    }
    return Optional.of(new Listen(network, canonical(ip.group("host")), from, to));
  }

  /** Rejects a port without a colon, which Caddy would look up as a host name. */
  static void rejectBarePort(String text) {
    if (text.matches("[0-9]+(-[0-9]+)?")) {
      throw KataException.refused(
          "caddy.listen: '%s' is a port without a colon".formatted(text),
          "write \":%s\"".formatted(text));
    }
  }

  /**
   * Returns whether two servers would take each other's connections. Does not resolve host names: a
   * name other than {@code localhost} overlaps only with itself and with all addresses.
   */
  public boolean overlaps(Listen other) {
    return network.equals(other.network)
        && from <= other.to
        && other.from <= to
        && (host.equals(other.host) || covers(other) || other.covers(this));
  }

  /** Returns the text of this address with other ports. */
  String withPorts(int first, int last) {
    if (!List.of("tcp", "udp").contains(network)) {
      return network + "/" + host;
    }
    String bare = host.contains(":") ? "[" + host + "]" : host;
    String ports = first == last ? "" + first : first + "-" + last;
    return (network.equals("tcp") ? "" : network + "/") + bare + ":" + ports;
  }

  /** Returns the TCP ports that this address needs on this machine; none where they are unknown. */
  public List<HostPort> ports() {
    if (!network.equals("tcp") || to - from > MANY) {
      return List.of();
    }
    return IntStream.rangeClosed(from, to)
        .boxed()
        .flatMap(port -> HostPort.at(network, host, port).stream())
        .toList();
  }

  private boolean covers(Listen other) {
    return switch (network) {
      case "tcp", "udp" -> host.isEmpty() || (host.equals("localhost") && other.isLoopback());
      default -> false;
    };
  }

  private boolean isLoopback() {
    return LOOPBACK.contains(host);
  }

  private static String canonical(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (bare.indexOf(':') >= 0) {
      try {
        // The JDK parses text with a colon as a literal: it resolves nothing.
        bare = InetAddress.getByName(bare).getHostAddress();
      } catch (UnknownHostException e) {
        return bare;
      }
    }
    return ALL.contains(bare) ? "" : bare;
  }
}
