package kata.docker.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import kata.docker.PortHolder;
import kata.docker.engine.ContainerLabels;
import kata.docker.swarm.Swarm.Node;
import kata.docker.swarm.SwarmService;
import kata.docker.swarm.SwarmService.Task;
import kata.net.HostPort;

/**
 * Parses the entries of Docker's lists of containers and tasks, in which any field may be absent.
 */
final class ContainerListParser {
  private static final String SWARM_SERVICE = "com.docker.swarm.service.name";
  private static final String SWARM_TASK = "com.docker.swarm.task.id";
  private static final String SWARM_TASK_NAME = "com.docker.swarm.task.name";

  private static final int SHORT_ID = "sha256:".length() + 12;

  private ContainerListParser() {}

  /** Returns whether a container belongs to a service, of Compose or of Swarm. */
  static boolean isCopyOfService(JsonNode container) {
    boolean compose = !ContainerLabels.of(container, ContainerLabels.SERVICE).isEmpty();
    boolean oneOff =
        ContainerLabels.of(container, ContainerLabels.ONE_OFF).equalsIgnoreCase("true");
    return isTask(container) || (compose && !oneOff);
  }

  static Instance container(JsonNode container) {
    String task = ContainerLabels.of(container, SWARM_TASK);
    boolean swarm = isTask(container);
    String app =
        ContainerLabels.of(container, swarm ? ContainerLabels.STACK : ContainerLabels.PROJECT);
    return new Instance(
        app,
        swarm
            ? SwarmService.shortName(ContainerLabels.of(container, SWARM_SERVICE), app)
            : ContainerLabels.of(container, ContainerLabels.SERVICE),
        swarm ? taskName(container, task) : name(container),
        container.path("Id").asText(""),
        task,
        container.path("State").asText("").equals("running"),
        container.path("Status").asText(""),
        withoutDigest(container.path("Image").asText("")),
        ports(container),
        "");
  }

  static Instance task(SwarmService service, Task task, Map<String, Node> nodes) {
    Node node = nodes.getOrDefault(task.node(), new Node(task.node(), false));
    return new Instance(
        service.stack(),
        service.shortName(),
        service.name() + "." + task.slot(),
        task.containerId(),
        task.id(),
        task.running() && !node.down(),
        task.state()
            + (node.name().isEmpty() ? "" : " on " + node.name())
            + (node.down() ? ", which is down" : "")
            + (task.error().isEmpty() ? "" : ": " + task.error()),
        withoutDigest(task.spec().path("ContainerSpec").path("Image").asText("")),
        "",
        node.name());
  }

  /**
   * Returns the ports that a container publishes. Names no app for a one-off container of a
   * service.
   */
  static List<PortHolder> holders(JsonNode container) {
    Instance of = container(container);
    boolean counts = isCopyOfService(container);
    List<PortHolder> holders = new ArrayList<>();
    for (JsonNode port : container.path("Ports")) {
      int published = port.path("PublicPort").asInt();
      if (published > 0) {
        HostPort.at(port.path("Type").asText(""), port.path("IP").asText(""), published)
            .forEach(
                at ->
                    holders.add(
                        new PortHolder(
                            counts ? of.app() : "", counts ? of.service() : "", of.name(), at)));
      }
    }
    return holders;
  }

  private static boolean isTask(JsonNode container) {
    return !ContainerLabels.of(container, SWARM_SERVICE).isEmpty();
  }

  /**
   * Removes or shortens the digest: Swarm pins images by a digest of 71 characters, and images that
   * kata built have only a digest.
   */
  private static String withoutDigest(String image) {
    if (image.startsWith("sha256:") && image.length() > SHORT_ID) {
      return image.substring(0, SHORT_ID);
    }
    int digest = image.indexOf("@sha256:");
    return digest > 0 ? image.substring(0, digest) : image;
  }

  /** Removes the task id that Swarm appends to a container's name: users type the task name. */
  private static String taskName(JsonNode container, String task) {
    String name = ContainerLabels.of(container, SWARM_TASK_NAME);
    return name.endsWith("." + task) ? name.substring(0, name.length() - task.length() - 1) : name;
  }

  /** Ignores the names {@code /other/alias} that links from other containers add. */
  private static String name(JsonNode container) {
    for (JsonNode name : container.path("Names")) {
      String text = name.asText("");
      if (text.lastIndexOf('/') == 0) {
        return text.substring(1);
      }
    }
    return container.path("Id").asText("");
  }

  private static String ports(JsonNode container) {
    List<String> ports = new ArrayList<>();
    container.path("Ports").forEach(port -> ports.add(port(port)));
    Collections.sort(ports);
    return String.join(", ", ports);
  }

  private static String port(JsonNode port) {
    String inside = port.path("PrivatePort").asInt() + "/" + port.path("Type").asText("");
    int published = port.path("PublicPort").asInt();
    return published == 0
        ? inside
        : "%s:%d->%s".formatted(port.path("IP").asText(""), published, inside);
  }
}
