package kata.docker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kata.docker.engine.ContainerState.Port;

/** Parses Docker's answer about a container, in which any field may be absent. */
final class ContainerInspectParser {
  private static final String TCP = "/tcp";
  private static final int MAX_OUTPUT = 200;

  private ContainerInspectParser() {}

  static ContainerState state(JsonNode found, String service) {
    JsonNode state = found.path("State");
    String health = state.path("Health").path("Status").asText("");
    return new ContainerState(
        found.path("Id").asText(""),
        service,
        state.path("Status").asText(""),
        health.equals("none") ? "" : health,
        check(state.path("Health").path("Log")),
        state.path("ExitCode").asLong(),
        found.path("RestartCount").asInt(),
        instant(state.path("StartedAt").asText("")),
        address(found.path("NetworkSettings").path("Networks")),
        ports(found.path("NetworkSettings").path("Ports")));
  }

  /**
   * Reads the last entry of {@code [{"ExitCode": 7, "Output": "curl: ..."}]}; -1 is an error of
   * Docker itself.
   */
  private static String check(JsonNode log) {
    JsonNode last = log.path(log.size() - 1);
    int code = last.path("ExitCode").asInt();
    String output =
        last.path("Output")
            .asText("")
            .lines()
            .filter(line -> !line.isBlank())
            .reduce("", (before, line) -> line.strip());
    String excerpt = output.length() > MAX_OUTPUT ? output.substring(0, MAX_OUTPUT) + "…" : output;
    String end = code < 0 ? "failed" : "exited with " + code;
    return code == 0 ? "" : excerpt.isEmpty() ? end : end + ": " + excerpt;
  }

  private static String address(JsonNode networks) {
    for (JsonNode network : networks) {
      String address = network.path("IPAddress").asText("");
      if (!address.isEmpty()) {
        return address;
      }
    }
    return "";
  }

  /** Parses {@code {"80/tcp": [{"HostIp": "::", "HostPort": "8080"}]}}. */
  private static List<Port> ports(JsonNode bindings) {
    Map<Integer, Port> published = new TreeMap<>();
    for (Map.Entry<String, JsonNode> binding : bindings.properties()) {
      String inside = binding.getKey();
      if (inside.endsWith(TCP)) {
        int port = Integer.parseInt(inside.substring(0, inside.length() - TCP.length()));
        for (JsonNode host : binding.getValue()) {
          int number = host.path("HostPort").asInt();
          if (number > 0) {
            published.put(number, new Port(port, number));
          }
        }
      }
    }
    return List.copyOf(published.values());
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
