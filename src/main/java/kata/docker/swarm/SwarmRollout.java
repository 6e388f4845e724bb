package kata.docker.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kata.docker.swarm.SwarmService.Task;

/**
 * Decides from its tasks whether a service's rollout succeeded. The exit status of `docker stack
 * deploy` is not enough: it is 0 for rejected tasks, crash loops and updates that Swarm rolled
 * back. Does no I/O.
 */
final class SwarmRollout {
  private static final Duration SETTLE = Duration.ofSeconds(2);

  /** Allows some failed tasks: an app may wait for its database that way. */
  private static final int MAX_FAILED = 3;

  /** Docker rejects a task permanently, except when two tasks compete for a port. */
  private static final int MAX_REJECTED = 2;

  private static final int MAX_ENDED = 3;

  private final Set<String> before;

  /** Ignores the tasks with these ids. */
  SwarmRollout(Set<String> before) {
    this.before = Set.copyOf(before);
  }

  /** Returns why a service failed permanently, if it did. */
  Optional<String> failure(SwarmService service) {
    switch (service.update()) {
      case "paused", "rollback_paused" -> {
        return Optional.of("could not be updated" + why(service));
      }
      case "rollback_started", "rollback_completed" -> {
        return Optional.of("was rolled back by Swarm" + why(service));
      }
      default -> {}
    }
    if (count(service, "rejected") >= MAX_REJECTED) {
      return Optional.of("is rejected by Docker" + lastError(service));
    }
    if (count(service, "failed") >= MAX_FAILED) {
      return Optional.of("keeps exiting" + lastError(service));
    }
    if (service.restarts().equals("none") && count(service, "failed") > 0) {
      return Optional.of("failed" + lastError(service));
    }
    if (service.restarts().equals("any") && count(service, "complete") >= MAX_ENDED) {
      return Optional.of("keeps exiting with 0; a job needs `restart: on-failure`");
    }
    return Optional.empty();
  }

  /** Returns why a service is not healthy yet, if it is not. */
  Optional<String> pending(SwarmService service, Instant now) {
    List<Task> present =
        service.tasks().stream().filter(task -> equal(task.spec(), service.template())).toList();
    long old =
        service.tasks().stream().filter(Task::wanted).count()
            - present.stream().filter(Task::wanted).count();
    if (old > 0) {
      return Optional.of("still runs its old version");
    }
    if (!service.restarts().equals("any")
        && present.stream().anyMatch(task -> task.state().equals("complete"))) {
      return Optional.empty();
    }
    List<Task> wanted = present.stream().filter(Task::wanted).toList();
    for (Task task : wanted) {
      if (!task.running()) {
        String error = task.error().isEmpty() ? "" : ": " + task.error();
        return Optional.of("is still %s%s".formatted(task.state(), error));
      }
      if (task.since().plus(SETTLE).isAfter(now)) {
        return Optional.of("has not run for long enough");
      }
    }
    boolean enough =
        service.replicas() < 0 ? !wanted.isEmpty() : wanted.size() >= service.replicas();
    return enough
        ? Optional.empty()
        : Optional.of("has %d of %d tasks".formatted(wanted.size(), service.replicas()));
  }

  /** Returns the task whose last log lines to show: the latest that failed, or any. */
  Optional<Task> worst(SwarmService service) {
    List<Task> fresh = fresh(service);
    return fresh.stream()
        .filter(task -> !task.containerId().isEmpty())
        .filter(task -> !task.running())
        .reduce((a, b) -> b.since().isAfter(a.since()) ? b : a)
        .or(() -> fresh.stream().filter(task -> !task.containerId().isEmpty()).findFirst());
  }

  private String why(SwarmService service) {
    String error = lastError(service);
    return error.isEmpty() && !service.message().isEmpty() ? ": " + service.message() : error;
  }

  private String lastError(SwarmService service) {
    return fresh(service).stream()
        .filter(task -> !task.error().isEmpty())
        .reduce((a, b) -> b.since().isAfter(a.since()) ? b : a)
        .map(task -> ": " + task.error())
        .orElse("");
  }

  private long count(SwarmService service, String state) {
    return fresh(service).stream().filter(task -> task.state().equals(state)).count();
  }

  private List<Task> fresh(SwarmService service) {
    return service.tasks().stream().filter(task -> !before.contains(task.id())).toList();
  }

  private static boolean equal(JsonNode spec, JsonNode template) {
    return withoutRuntime(spec).equals(withoutRuntime(template));
  }

  /** Removes the runtime, which Swarm reports for services but not for tasks. */
  private static JsonNode withoutRuntime(JsonNode spec) {
    return spec instanceof ObjectNode object ? object.deepCopy().without("Runtime") : spec;
  }
}
