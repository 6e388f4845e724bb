package kata.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.Ports;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kata.docker.ContainerState.Port;
import org.jspecify.annotations.Nullable;

/** Takes from Docker's answer what kata wants to know; in it, everything may be absent. */
final class Inspected {
  private Inspected() {}

  static ContainerState state(InspectContainerResponse found, String service) {
    InspectContainerResponse.ContainerState state = found.getState();
    HealthState health = state.getHealth();
    Long exitCode = state.getExitCodeLong();
    Integer restarts = found.getRestartCount();
    return new ContainerState(
        found.getId(),
        service,
        orEmpty(state.getStatus()),
        health == null || "none".equals(health.getStatus()) ? "" : orEmpty(health.getStatus()),
        exitCode == null ? 0 : exitCode,
        restarts == null ? 0 : restarts,
        instant(state.getStartedAt()),
        address(found),
        ports(found));
  }

  private static String address(InspectContainerResponse found) {
    if (found.getNetworkSettings() == null || found.getNetworkSettings().getNetworks() == null) {
      return "";
    }
    return found.getNetworkSettings().getNetworks().values().stream()
        .map(network -> orEmpty(network.getIpAddress()))
        .filter(address -> !address.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static List<Port> ports(InspectContainerResponse found) {
    if (found.getNetworkSettings() == null || found.getNetworkSettings().getPorts() == null) {
      return List.of();
    }
    Map<Integer, Port> published = new TreeMap<>();
    Map<ExposedPort, Ports.Binding[]> bindings =
        found.getNetworkSettings().getPorts().getBindings();
    bindings.forEach(
        (port, hosts) -> {
          if (hosts != null && port.getProtocol() == InternetProtocol.TCP) {
            for (Ports.Binding host : hosts) {
              int number = Integer.parseInt(host.getHostPortSpec());
              published.put(number, new Port(port.getPort(), number));
            }
          }
        });
    return List.copyOf(published.values());
  }

  private static Instant instant(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
