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
 * A port of this server that a service is to publish.
 *
 * @param address where, or empty for every address
 * @param from the first port that will do
 * @param to the last port that will do
 * @param target the port of the container that the first one leads to
 * @param everywhere whether every node of a Swarm opens it, whatever it runs
 * @param copies how many of these ports the copies of the service take
 * @param mark where the file says so
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
   * Reads the ports of a service. A port that Docker chooses is none, and what cannot be read is
   * for Docker to refuse.
   *
   * @param swarm whether Swarm reads it: there a range is many ports, not a choice
   */
  static List<PublishedPort> of(String service, Mapping body, boolean swarm) {
    List<PublishedPort> ports = new ArrayList<>();
    boolean host = body.text("network_mode").equals("host"); // has every port there is
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

  /** Tells whether both cannot be had, whatever ports are chosen of their ranges. */
  public boolean collides(PublishedPort other) {
    return from == to
        && other.from == other.to
        && at(from).stream().anyMatch(one -> other.at(other.from).stream().anyMatch(one::overlaps));
  }

  /** Returns where a program of this server reaches it. */
  public String dial() {
    String host = List.of("", "0.0.0.0", "::").contains(address) ? "127.0.0.1" : address;
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + from;
  }

  /** Returns what it is on this server when one of its ports is chosen. */
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

  /** Leaves a choice as it is, and takes other ranges apart. */
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

  /** Returns how many containers of a service are to run; one where that cannot be read. */
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
