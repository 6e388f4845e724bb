package kata.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kata.net.HostPort;
import kata.yaml.Mark;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;

/**
 * A port of this server that a service publishes.
 *
 * @param address the address; empty for every address
 * @param from the first port of the range to choose from
 * @param to the last port of the range
 * @param target the container port of the first one
 * @param everywhere whether every node of a Swarm opens it, with or without a task
 * @param copies how many ports of the range the copies of the service use
 * @param mark the place in the file
 */
public record PublishedPort(
    String service,
    String protocol,
    String address,
    int from,
    int to,
    int target,
    boolean everywhere,
    int copies,
    Mark mark) {
  private static final Pattern SHORT =
      Pattern.compile(
          "(?:(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<bare>[0-9a-fA-F:.]*)):)??"
              + "(?<from>[0-9]{1,5})(?:-(?<to>[0-9]{1,5}))?"
              + ":(?<first>[0-9]{1,5})(?:-(?<last>[0-9]{1,5}))?"
              + "(?:/(?<protocol>[A-Za-z]+))?");
  private static final Pattern RANGE =
      Pattern.compile("(?<from>[0-9]{1,5})(?:-(?<to>[0-9]{1,5}))?");

  /**
   * Reads the ports of a service, without those that Docker chooses. Docker rejects what this
   * cannot read.
   *
   * @param swarm whether it is for Swarm, where a range is many ports, not a choice
   */
  static List<PublishedPort> of(String service, Mapping body, boolean swarm) {
    List<PublishedPort> ports = new ArrayList<>();
    boolean host =
        body.text("network_mode").equals("host"); // it uses the ports of the server directly
    if (!host && body.get("ports").orElse(null) instanceof Sequence list) {
      int copies = copies(body);
      for (Yaml item : list.items()) {
        if (item instanceof Scalar scalar) {
          ports.addAll(ofShort(service, scalar, swarm, copies));
        } else if (item instanceof Mapping mapping) {
          ports.addAll(ofLong(service, mapping, swarm, copies));
        }
      }
    }
    return ports;
  }

  /** Returns whether both need the same port, with no choice in their ranges. */
  public boolean collides(PublishedPort other) {
    return from == to
        && other.from == other.to
        && at(from).stream().anyMatch(one -> other.at(other.from).stream().anyMatch(one::overlaps));
  }

  /** Returns the address at which a program of this server reaches it. */
  public String dial() {
    String host = List.of("", "0.0.0.0", "::").contains(address) ? "127.0.0.1" : address;
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + from;
  }

  /** Returns the host ports it uses if a port of its range is chosen. */
  public List<HostPort> at(int port) {
    return HostPort.at(protocol, address, port);
  }

  private static List<PublishedPort> ofShort(
      String service, Scalar scalar, boolean swarm, int copies) {
    Matcher port = SHORT.matcher(scalar.text());
    if (!port.matches()) {
      return List.of();
    }
    String six = port.group("six");
    String address = six != null ? six : Optional.ofNullable(port.group("bare")).orElse("");
    String protocol = Optional.ofNullable(port.group("protocol")).orElse("tcp");
    boolean oneTarget =
        port.group("last") == null || port.group("last").equals(port.group("first"));
    return ranged(
        new PublishedPort(
            service,
            protocol.toLowerCase(Locale.ROOT),
            address,
            number(port, "from", 0),
            number(port, "to", number(port, "from", 0)),
            number(port, "first", 0),
            swarm,
            swarm ? 1 : copies,
            scalar.mark()),
        oneTarget && !swarm);
  }

  private static List<PublishedPort> ofLong(
      String service, Mapping mapping, boolean swarm, int copies) {
    Matcher port = RANGE.matcher(mapping.text("published"));
    if (!port.matches()) {
      return List.of();
    }
    String protocol = mapping.text("protocol");
    boolean everywhere = swarm && !mapping.text("mode").equals("host");
    return ranged(
        new PublishedPort(
            service,
            protocol.isEmpty() ? "tcp" : protocol,
            mapping.text("host_ip"),
            number(port, "from", 0),
            number(port, "to", number(port, "from", 0)),
            mapping.text("target").matches("[0-9]{1,5}")
                ? Integer.parseInt(mapping.text("target"))
                : 0,
            everywhere,
            everywhere ? 1 : copies,
            mapping.mark()),
        !swarm);
  }

  /** Returns a range to choose from as it is, and any other range port by port. */
  private static List<PublishedPort> ranged(PublishedPort range, boolean choice) {
    if (range.from == 0 || range.to > 65535) {
      return List.of();
    }
    if (choice) {
      return List.of(range);
    }
    List<PublishedPort> ports = new ArrayList<>();
    for (int port = range.from; port <= range.to; port++) {
      ports.add(range.only(port));
    }
    return ports;
  }

  private PublishedPort only(int port) {
    int own = target + port - from;
    return new PublishedPort(service, protocol, address, port, port, own, everywhere, copies, mark);
  }

  /** Returns the number of containers of a service; one if the number is unreadable. */
  static int copies(Mapping body) {
    String scale = body.text("scale");
    String replicas =
        body.get("deploy").orElse(null) instanceof Mapping deploy ? deploy.text("replicas") : "";
    String copies = scale.isEmpty() ? replicas : scale;
    return copies.matches("[0-9]{1,4}") ? Integer.parseInt(copies) : 1;
  }

  private static int number(Matcher matcher, String group, int otherwise) {
    String digits = matcher.group(group);
    return digits == null ? otherwise : Integer.parseInt(digits);
  }
}
