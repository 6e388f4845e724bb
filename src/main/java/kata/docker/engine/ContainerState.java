package kata.docker.engine;

import java.time.Instant;
import java.util.List;

/**
 * A container of an app, as it is now.
 *
 * @param status Docker's word: created, running, restarting, exited, …
 * @param health Docker's word, or empty when it has no healthcheck: starting, healthy, unhealthy
 * @param check how its last healthcheck failed, as "ended with 7: ..."; empty when it did not
 * @param exitCode of the last end; meaningful unless running
 * @param restarts how often Docker has restarted it since it was made
 * @param startedAt when its process last started
 * @param address its address on a network of this host, or empty
 * @param ports TCP ports it publishes on this host
 */
public record ContainerState(
    String id,
    String service,
    String status,
    String health,
    String check,
    long exitCode,
    int restarts,
    Instant startedAt,
    String address,
    List<Port> ports) {
  /** Copies the ports. */
  public ContainerState {
    ports = List.copyOf(ports);
  }

  /** A port in the container, and the one on this host that leads to it. */
  public record Port(int inside, int published) {}
}
