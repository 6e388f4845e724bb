package kata.docker.compose;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kata.docker.WaitReporter;
import kata.docker.engine.ContainerState;
import kata.docker.engine.ContainerState.Port;
import kata.docker.engine.DockerEngine;
import kata.process.PollInterval;
import kata.process.Progress;

/**
 * Waits until every container of an app is healthy: by its healthcheck; else by accepting
 * connections on its published TCP ports; else by running for a settle time; or by exiting with 0.
 * Compose's own status is not enough: `up` exits with 0 for a crash loop, and `up --wait` fails for
 * a finished job.
 */
final class HealthWait {
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final Duration FIRST_INTERVAL = Duration.ofMillis(50);
  private static final Duration LATER_INTERVAL = Duration.ofMillis(250);

  /** Allows some restarts: many apps wait for their database that way. */
  private static final int MAX_RESTARTS = 5;

  private final DockerEngine engine;
  private final Duration limit;
  private final Set<String> answered = new HashSet<>();

  /** Waits at most for the limit. */
  HealthWait(DockerEngine engine, Duration limit) {
    this.engine = engine;
    this.limit = limit;
  }

  /** A container that failed to become healthy, and why. */
  record ContainerFailure(ContainerState container, String reason) {}

  /**
   * A container that is not healthy yet.
   *
   * @param why the detail to add when the wait times out
   */
  private record Pending(ContainerState container, String what, String why) {
    ContainerFailure failure() {
      return new ContainerFailure(container, what + why);
    }

    WaitReporter.Reason reason() {
      return new WaitReporter.Reason(container.service(), what);
    }
  }

  /** Waits, and returns the failures; none when all containers are healthy. */
  List<ContainerFailure> await(String project, Progress progress) {
    Instant deadline = Instant.now().plus(limit);
    Instant soon = Instant.now().plus(Duration.ofSeconds(5));
    WaitReporter wait = new WaitReporter(progress);
    while (true) {
      List<ContainerFailure> failed = new ArrayList<>();
      List<Pending> pending = new ArrayList<>();
      for (ContainerState container : engine.containers(project)) {
        failure(container).ifPresent(reason -> failed.add(new ContainerFailure(container, reason)));
        pending(container).ifPresent(pending::add);
      }
      if (!failed.isEmpty() || pending.isEmpty()) {
        return failed;
      }
      if (Instant.now().isAfter(deadline)) {
        return pending.stream().map(Pending::failure).toList();
      }
      wait.report(pending.stream().map(Pending::reason).toList());
      PollInterval.sleep(Instant.now().isBefore(soon) ? FIRST_INTERVAL : LATER_INTERVAL);
    }
  }

  private static Optional<String> failure(ContainerState container) {
    return switch (container.status()) {
      case "exited", "dead" ->
          container.exitCode() == 0
              ? Optional.empty()
              : Optional.of("exited with " + container.exitCode());
      case "restarting" ->
          container.restarts() < MAX_RESTARTS
              ? Optional.empty()
              : Optional.of("keeps exiting, last with " + container.exitCode());
      case "running" -> {
        if (container.health().equals("unhealthy")) {
          yield Optional.of("is unhealthy" + check(container));
        }
        yield container.restarts() < MAX_RESTARTS || settled(container)
            ? Optional.empty()
            : Optional.of(
                "keeps exiting and was restarted %d times".formatted(container.restarts()));
      }
      default -> Optional.empty();
    };
  }

  private static String check(ContainerState container) {
    return container.check().isEmpty() ? "" : ": its check " + container.check();
  }

  private Optional<Pending> pending(ContainerState container) {
    if (container.status().equals("exited")) {
      return Optional.empty();
    }
    if (!container.status().equals("running")) {
      return Optional.of(new Pending(container, "is still " + container.status(), ""));
    }
    if (!container.health().isEmpty()) {
      return container.health().equals("healthy")
          ? Optional.empty()
          : Optional.of(new Pending(container, "is still " + container.health(), check(container)));
    }
    for (Port port : container.ports()) {
      if (!answers(container, port)) {
        return Optional.of(
            new Pending(
                container,
                "does not answer on its published port " + port.published(),
                "; it must listen on 0.0.0.0 in the container"));
      }
    }
    boolean good =
        settled(container) || (!container.ports().isEmpty() && container.restarts() == 0);
    return good
        ? Optional.empty()
        : Optional.of(new Pending(container, "has not run for long enough", ""));
  }

  private static boolean settled(ContainerState container) {
    return container.startedAt().plus(SETTLE).isBefore(Instant.now());
  }

  private boolean answers(ContainerState container, Port port) {
    String key =
        "%s %s %d %d"
            .formatted(container.id(), container.startedAt(), port.inside(), port.published());
    if (!answered.contains(key) && listens(container.address(), port)) {
      answered.add(key);
    }
    return answered.contains(key);
  }

  /**
   * Connects to the container's own address. Falls back to its published port where that address
   * cannot be reached, as with some networks.
   */
  private static boolean listens(String address, Port port) {
    if (address.isEmpty()) {
      return accepts(port.published());
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(address), port.inside()), 500);
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      return accepts(port.published());
    }
  }

  /**
   * Checks that a connection stays open, or that the server sends something. A bare connect proves
   * nothing: Docker's proxy accepts it for a container that does not listen, and closes it soon.
   */
  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      socket.setSoTimeout(500);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
