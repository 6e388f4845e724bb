package kata.docker.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kata.docker.PortHolder;
import kata.docker.engine.ContainerLabels;
import kata.docker.engine.DockerApi;
import kata.docker.swarm.SwarmService.Task;
import kata.net.HostPort;

/** Reads stacks from Swarm. A stack is a label: Swarm itself has services only. */
public final class Swarm {
  private final DockerApi api;

  /** Uses an API. */
  public Swarm(DockerApi api) {
    this.api = api;
  }

  /**
   * A node of the Swarm.
   *
   * @param name its host name
   * @param down whether it was lost: Swarm still reports the last state of its tasks
   */
  public record Node(String name, boolean down) {}

  /** Returns this node's Swarm state. */
  public SwarmState state() {
    return SwarmState.of(api);
  }

  /** Returns the stacks with a running task, on any node. */
  public Set<String> runningStacks() {
    Set<String> stacks = new TreeSet<>();
    services().stream().filter(SwarmService::runs).map(SwarmService::stack).forEach(stacks::add);
    stacks.remove("");
    return stacks;
  }

  /** Returns the services of a stack with their tasks. */
  public List<SwarmService> services(String stack) {
    return read(only(stack));
  }

  /** Returns all services with their tasks. */
  public List<SwarmService> services() {
    return read("");
  }

  /** Returns the ports that every node of the Swarm publishes for a service. */
  public List<PortHolder> ports() {
    List<PortHolder> holders = new ArrayList<>();
    for (JsonNode service : list("services", "")) {
      JsonNode spec = service.path("Spec");
      String name = spec.path("Name").asText("");
      String stack = spec.path("Labels").path(ContainerLabels.STACK).asText("");
      for (JsonNode port : service.path("Endpoint").path("Ports")) {
        int published = port.path("PublishedPort").asInt();
        if (published > 0 && port.path("PublishMode").asText("ingress").equals("ingress")) {
          HostPort.at(port.path("Protocol").asText("tcp"), "", published)
              .forEach(
                  at ->
                      holders.add(
                          new PortHolder(stack, SwarmService.shortName(name, stack), name, at)));
        }
      }
    }
    return holders;
  }

  /** Returns whether a task of a stack, or of its removed services, runs on a reachable node. */
  boolean runs(String stack) {
    Map<String, Node> nodes = nodes();
    for (JsonNode json : list("tasks", only(stack))) {
      Task task = task(json);
      Node node = nodes.get(task.node());
      if (task.running() && node != null && !node.down()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the nodes by their ids. */
  public Map<String, Node> nodes() {
    Map<String, Node> nodes = new TreeMap<>();
    for (JsonNode node : list("nodes", "")) {
      String id = node.path("ID").asText("");
      String name = node.path("Description").path("Hostname").asText(id);
      boolean down = node.path("Status").path("State").asText("").equals("down");
      nodes.put(id, new Node(name, down));
    }
    return nodes;
  }

  private List<SwarmService> read(String query) {
    Map<String, List<Task>> tasks = new TreeMap<>();
    for (JsonNode task : list("tasks", query)) {
      tasks
          .computeIfAbsent(task.path("ServiceID").asText(""), id -> new ArrayList<>())
          .add(task(task));
    }
    List<SwarmService> services = new ArrayList<>();
    for (JsonNode service : list("services", query)) {
      services.add(service(service, tasks.getOrDefault(service.path("ID").asText(""), List.of())));
    }
    return services;
  }

  private static String only(String stack) {
    return "?" + DockerApi.labelled(ContainerLabels.STACK, stack);
  }

  private JsonNode list(String what, String query) {
    return api.get("list the %s of Swarm".formatted(what), "/" + what + query);
  }

  private static SwarmService service(JsonNode service, List<Task> tasks) {
    JsonNode spec = service.path("Spec");
    JsonNode update = service.path("UpdateStatus");
    return new SwarmService(
        service.path("ID").asText(""),
        spec.path("Labels").path(ContainerLabels.STACK).asText(""),
        spec.path("Name").asText(""),
        spec.path("TaskTemplate"),
        spec.path("Mode").path("Replicated").path("Replicas").asInt(-1),
        update.path("State").asText(""),
        update.path("Message").asText(""),
        tasks);
  }

  private static Task task(JsonNode task) {
    JsonNode status = task.path("Status");
    String node = task.path("NodeID").asText("");
    return new Task(
        task.path("ID").asText(""),
        task.path("Slot").asText(node),
        node,
        task.path("Spec"),
        task.path("DesiredState").asText(""),
        status.path("State").asText(""),
        instant(status.path("Timestamp").asText("")),
        status.path("Err").asText(""),
        status.path("ContainerStatus").path("ContainerID").asText(""));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
