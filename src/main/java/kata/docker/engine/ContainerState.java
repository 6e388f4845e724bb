package kata.docker.engine;

import java.time.Instant;
import java.util.List;

/**
 * The current state of an app's container.
 *
 * @param status Docker's word: created, running, restarting, exited, …
 * @param health Docker's word: starting, healthy, unhealthy; empty without a healthcheck
 * @param check how its last healthcheck failed, as "exited with 7: ..."; empty when it passed
 * @param exitCode the last exit code; meaningless while running
 * @param restarts how often Docker has restarted it since its creation
 * @param startedAt when its process last started
 * @param address its address on a network of this host, or empty
 * @param ports the TCP ports that it publishes on this host
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

  /** A container port and the host port that forwards to it. */
  public record Port(int inside, int published) {}
}
