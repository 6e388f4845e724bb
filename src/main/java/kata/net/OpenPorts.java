package kata.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads from the kernel which ports of this server are in use. A test bind is not enough: kata may
 * not bind ports below 1024, and Docker may.
 */
public final class OpenPorts {
  private static final String TCP_LISTENS = "0A";

  private final Path folder;

  /** Reads the kernel's lists. */
  public OpenPorts() {
    this(Path.of("/proc/net"));
  }

  OpenPorts(Path folder) {
    this.folder = folder;
  }

  /** Returns the ports in use; empty where the kernel does not list them. */
  public List<HostPort> now() {
    List<HostPort> open = new ArrayList<>();
    for (String list : List.of("tcp", "tcp6", "udp", "udp6")) {
      open.addAll(parse(list.substring(0, 3), text(folder.resolve(list))));
    }
    return open;
  }

  /** Parses one list: a header line, then {@code number: local-address:port remote state …}. */
  static List<HostPort> parse(String protocol, String list) {
    List<HostPort> open = new ArrayList<>();
    list.lines().skip(1).forEach(line -> parseLine(protocol, line, open));
    return open;
  }

  private static void parseLine(String protocol, String line, List<HostPort> open) {
    String[] fields = line.strip().split("\\s+", 5);
    int colon = fields.length < 5 ? -1 : fields[1].indexOf(':');
    // A TCP connection does not block a listener. UDP has no states: a bound port is in use.
    if (colon < 0 || (protocol.equals("tcp") && !fields[3].equals(TCP_LISTENS))) {
      return;
    }
    InetAddress address = address(fields[1].substring(0, colon));
    int port = Integer.parseInt(fields[1].substring(colon + 1), 16);
    open.add(new HostPort(protocol, address, port));
    if (address.isAnyLocalAddress() && fields[1].length() > 20) {
      // The list does not show whether this is IPv6 only; usually it is both families.
      open.add(new HostPort(protocol, address("00000000"), port));
    }
  }

  /** Parses an address of 32-bit words, each in the byte order of this machine. */
  private static InetAddress address(String hex) {
    ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      bytes.putInt(words.getInt());
    }
    try {
      return InetAddress.getByAddress(bytes.array());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + hex, e);
    }
  }

  private static String text(Path list) {
    try {
      return Files.readString(list, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return ""; // for example a kernel without IPv6; Docker itself also rejects a port in use,
      // only later
    }
  }
}
