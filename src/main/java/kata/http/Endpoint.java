package kata.http;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a server: a host and a port, or a unix socket. */
public sealed interface Endpoint permits Endpoint.Tcp, Endpoint.Unix {
  /**
   * Parses {@code host:port}, {@code tcp://host:port}, {@code http://host:port}, {@code unix//path}
   * (Caddy's form) or {@code unix:///path} (Docker's). Throws {@link IllegalArgumentException} with
   * a readable message for anything else; never guesses a port.
   */
  static Endpoint parse(String text) {
    Matcher unix = Forms.UNIX.matcher(text);
    if (unix.matches()) {
      return new Unix(Path.of(unix.group("path")));
    }
    Matcher tcp = Forms.TCP.matcher(text);
    if (tcp.matches()) {
      int port = Integer.parseInt(tcp.group("port"));
      if (port >= 1 && port <= 65535) {
        String host = tcp.group("host");
        return new Tcp(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
      }
    }
    throw new IllegalArgumentException("'%s' is not host:port or unix//path".formatted(text));
  }

  /** A TCP address; an IPv6 host has no brackets. */
  record Tcp(String host, int port) implements Endpoint {
    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** A unix socket. */
  record Unix(Path path) implements Endpoint {
    @Override
    public String toString() {
      return "unix/" + path;
    }
  }

  /** The accepted forms; in a class of their own, because an interface's constants are public. */
  final class Forms {
    private static final Pattern UNIX = Pattern.compile("unix(?:/|://)(?<path>/[^\\x00]+)");
    private static final Pattern TCP =
        Pattern.compile(
            "(?:(?:tcp|http)://)?(?<host>\\[[0-9a-fA-F:.]+]|[a-zA-Z0-9._-]+):(?<port>[0-9]{1,5})/?");

    private Forms() {}
  }
}
