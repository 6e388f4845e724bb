package kata.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kata.docker.SwarmService.Task;

/** What Swarm says about stacks. A stack is a label: Swarm itself knows services only. */
public final class Swarm {
  /** The label by which Docker knows the services, tasks, networks and volumes of a stack. */
  static final String STACK = "com.docker.stack.namespace";

  private final DockerApi api;

  /** Asks through an API. */
  public Swarm(DockerApi api) {
    this.api = api;
  }

  /** Returns what this node is in a Swarm. */
  public SwarmState state() {
    return SwarmState.of(api);
  }

  /** Returns the stacks of which a task runs, on whatever node. */
  public Set<String> runningStacks() {
    Set<String> stacks = new TreeSet<>();
    for (JsonNode task : list("tasks", Map.of("desired-state", "running"))) {
      if (task.path("Status").path("State").asText().equals("running")) {
        String stack = task.path("Spec").path("ContainerSpec").path("Labels").path(STACK).asText();
        stacks.add(stack);
      }
    }
    stacks.remove("");
    return stacks;
  }

  /** Returns the services of a stack with their tasks. */
  List<SwarmService> services(String stack) {
    Map<String, String> filter = Map.of("label", STACK + "=" + stack);
    Map<String, List<Task>> tasks = new TreeMap<>();
    for (JsonNode task : list("tasks", filter)) {
      tasks.computeIfAbsent(task.path("ServiceID").asText(), id -> new ArrayList<>()).add(of(task));
    }
    List<SwarmService> services = new ArrayList<>();
    for (JsonNode service : list("services", filter)) {
      String id = service.path("ID").asText();
      JsonNode spec = service.path("Spec");
      JsonNode update = service.path("UpdateStatus");
      services.add(
          new SwarmService(
              id,
              spec.path("Name").asText(),
              spec.path("TaskTemplate"),
              spec.path("Mode").path("Replicated").path("Replicas").asInt(-1),
              update.path("State").asText(""),
              update.path("Message").asText(""),
              tasks.getOrDefault(id, List.of())));
    }
    return services;
  }

  private static Task of(JsonNode task) {
    JsonNode status = task.path("Status");
    return new Task(
        task.path("ID").asText(),
        task.path("Spec"),
        task.path("DesiredState").asText(),
        status.path("State").asText(),
        instant(status.path("Timestamp").asText()),
        status.path("Err").asText(""),
        status.path("ContainerStatus").path("ContainerID").asText(""));
  }

  private JsonNode list(String what, Map<String, String> filters) {
    StringBuilder json = new StringBuilder();
    filters.forEach(
        (key, value) ->
            json.append(json.isEmpty() ? "{" : ",")
                .append("\"%s\":[\"%s\"]".formatted(key, value)));
    String query = URLEncoder.encode(json + "}", StandardCharsets.UTF_8);
    return api.json(
        "list the %s of Swarm".formatted(what), "/%s?filters=%s".formatted(what, query));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
