package kata.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import kata.docker.Swarm.Node;
import kata.docker.SwarmService.Task;
import kata.net.HostPort;
import org.jspecify.annotations.Nullable;

/** Takes from Docker's lists what kata wants to know; in them, everything may be absent. */
final class Listed {
  private static final String SWARM_SERVICE = "com.docker.swarm.service.name";
  private static final String SWARM_TASK = "com.docker.swarm.task.id";
  private static final String SWARM_TASK_NAME = "com.docker.swarm.task.name";

  private static final int SHORT_ID = "sha256:".length() + 12;

  private Listed() {}

  /** Tells whether a container belongs to a service, of Compose or of Swarm. */
  static boolean isCopyOfService(Container container) {
    boolean compose = !label(container, DockerEngine.SERVICE).isEmpty();
    boolean oneOff = label(container, DockerEngine.ONE_OFF).equalsIgnoreCase("true");
    return isTask(container) || (compose && !oneOff);
  }

  static Instance container(Container container) {
    String task = label(container, SWARM_TASK);
    boolean swarm = isTask(container);
    String app = label(container, swarm ? Swarm.STACK : DockerEngine.PROJECT);
    return new Instance(
        app,
        swarm
            ? SwarmService.shortName(label(container, SWARM_SERVICE), app)
            : label(container, DockerEngine.SERVICE),
        swarm ? taskName(container, task) : name(container),
        container.getId(),
        task,
        "running".equals(container.getState()),
        orEmpty(container.getStatus()),
        withoutDigest(container.getImage()),
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

  /** Returns what it publishes; what runs beside a service is nobody's but its own. */
  static List<PortHolder> holders(Container container) {
    Instance of = container(container);
    boolean counts = isCopyOfService(container);
    List<PortHolder> holders = new ArrayList<>();
    for (ContainerPort port : container.getPorts()) {
      Integer published = port.getPublicPort();
      if (published != null) {
        HostPort.at(orEmpty(port.getType()), orEmpty(port.getIp()), published)
            .forEach(
                at ->
                    holders.add(
                        new PortHolder(
                            counts ? of.app() : "", counts ? of.service() : "", of.name(), at)));
      }
    }
    return holders;
  }

  private static boolean isTask(Container container) {
    return !label(container, SWARM_SERVICE).isEmpty();
  }

  /** Swarm pins images by a digest of 71 letters; what kata built is named by one alone. */
  private static String withoutDigest(@Nullable String image) {
    String text = orEmpty(image);
    if (text.startsWith("sha256:") && text.length() > SHORT_ID) {
      return text.substring(0, SHORT_ID);
    }
    int digest = text.indexOf("@sha256:");
    return digest > 0 ? text.substring(0, digest) : text;
  }

  /** A task's container is named after the task and its id; what people type is the task. */
  private static String taskName(Container container, String task) {
    String name = label(container, SWARM_TASK_NAME);
    return name.endsWith("." + task) ? name.substring(0, name.length() - task.length() - 1) : name;
  }

  /** A container has more names when others link to it, as {@code /other/alias}. */
  private static String name(Container container) {
    return Arrays.stream(container.getNames())
        .filter(name -> name.lastIndexOf('/') == 0)
        .map(name -> name.substring(1))
        .findFirst()
        .orElse(container.getId());
  }

  private static String ports(Container container) {
    return Arrays.stream(container.getPorts())
        .map(Listed::port)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String port(ContainerPort port) {
    String inside = port.getPrivatePort() + "/" + port.getType();
    return port.getPublicPort() == null
        ? inside
        : "%s:%d->%s".formatted(orEmpty(port.getIp()), port.getPublicPort(), inside);
  }

  private static String label(Container container, String name) {
    Map<String, String> labels = container.getLabels();
    return labels == null ? "" : Objects.requireNonNullElse(labels.get(name), "");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
