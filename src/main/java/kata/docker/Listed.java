package kata.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import com.github.dockerjava.api.model.Service;
import com.github.dockerjava.api.model.ServiceSpec;
import com.github.dockerjava.api.model.Task;
import com.github.dockerjava.api.model.TaskState;
import com.github.dockerjava.api.model.TaskStatus;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes from Docker's lists what kata wants to know; in them, everything may be absent. */
final class Listed {
  private static final String STACK = "com.docker.stack.namespace";
  private static final String SWARM_SERVICE = "com.docker.swarm.service.name";
  private static final String SWARM_TASK = "com.docker.swarm.task.id";
  private static final String SWARM_TASK_NAME = "com.docker.swarm.task.name";

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
    String app = label(container, swarm ? STACK : DockerEngine.PROJECT);
    return new Instance(
        app,
        swarm
            ? withoutStack(label(container, SWARM_SERVICE), app)
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

  static Instance task(Task task, Service service, Map<String, String> nodes) {
    String stack = stack(service);
    String name = serviceName(service);
    TaskStatus status = task.getStatus();
    boolean running = status.getState() == TaskState.RUNNING;
    String error = orEmpty(status.getErr());
    String node = orEmpty(task.getNodeId());
    String where = nodes.getOrDefault(node, node);
    return new Instance(
        stack,
        withoutStack(name, stack),
        name + "." + (task.getSlot() == null ? node : task.getSlot()),
        status.getContainerStatus() == null
            ? ""
            : orEmpty(status.getContainerStatus().getContainerID()),
        task.getId(),
        running,
        word(status)
            + (where.isEmpty() ? "" : " on " + where)
            + (error.isEmpty() ? "" : ": " + error),
        image(task),
        "",
        where);
  }

  private static boolean isTask(Container container) {
    return !label(container, SWARM_SERVICE).isEmpty();
  }

  /** Returns the stack of a service, or the empty string. */
  static String stack(Service service) {
    ServiceSpec spec = service.getSpec();
    Map<String, String> labels = spec == null ? null : spec.getLabels();
    return labels == null ? "" : labels.getOrDefault(STACK, "");
  }

  private static String serviceName(Service service) {
    return service.getSpec() == null ? "" : orEmpty(service.getSpec().getName());
  }

  private static String withoutStack(String service, String stack) {
    return service.startsWith(stack + "_") ? service.substring(stack.length() + 1) : service;
  }

  private static String word(TaskStatus status) {
    return status.getState() == null ? "" : status.getState().getValue().toLowerCase(Locale.ROOT);
  }

  private static String image(Task task) {
    return task.getSpec() == null || task.getSpec().getContainerSpec() == null
        ? ""
        : withoutDigest(task.getSpec().getContainerSpec().getImage());
  }

  /** Swarm pins images by a digest of 71 letters. */
  private static String withoutDigest(@Nullable String image) {
    String text = orEmpty(image);
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
