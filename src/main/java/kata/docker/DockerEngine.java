package kata.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.process.Progress;

/**
 * The Docker Engine of this host, by its API. Every method throws with {@link ExitCode#DOCKER} when
 * the engine cannot be reached, does not answer in time, or refuses.
 */
public final class DockerEngine {
  /** The label by which Compose knows its containers, networks and volumes. */
  static final String PROJECT = "com.docker.compose.project";

  static final String SERVICE = "com.docker.compose.service";
  static final String ONE_OFF = "com.docker.compose.oneoff";

  private static final Duration POLL = Duration.ofMillis(500);

  private final DockerApi api;

  /** Asks through an API. */
  public DockerEngine(DockerApi api) {
    this.api = api;
  }

  /** Returns the engine's version, such as {@code 26.1.5}. */
  public String version() {
    return api.ask("version", c -> String.valueOf(c.versionCmd().exec().getVersion()));
  }

  /** Waits until the engine answers, and says so. Throws when it did not within the limit. */
  public void await(Duration limit, Progress progress) {
    Instant deadline = Instant.now().plus(limit);
    boolean told = false;
    while (true) {
      try {
        version();
        return;
      } catch (KataException e) {
        if (e.code() == ExitCode.INTERRUPTED || Instant.now().isAfter(deadline)) {
          throw e;
        }
        if (!told) {
          progress.step("Waiting for Docker: " + e.message());
          told = true;
        }
      }
      Pause.of(POLL);
    }
  }

  /**
   * Does what waits for Docker in a child or over a stream, which may take long. Throws, and
   * interrupts it, when the engine was silent for as long as it may be for a question.
   */
  public <T> T watched(Supplier<T> work) {
    return new Heartbeat(this::version, DockerApi.SILENCE).during(work);
  }

  /** Returns the id of the image of exactly this name and tag, if it is here. */
  public Optional<String> imageId(String image) {
    return api.ask(
        "inspect an image",
        c -> {
          try {
            return Optional.ofNullable(c.inspectImageCmd(image).exec().getId());
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** Returns the Compose projects and the stacks that have a running container on this node. */
  public Set<String> runningProjects() {
    Set<String> projects = new TreeSet<>();
    for (Container container : list(List.of(), false)) {
      Map<String, String> labels = container.getLabels();
      projects.add(labels.getOrDefault(PROJECT, labels.getOrDefault(Swarm.STACK, "")));
    }
    projects.remove("");
    return projects;
  }

  /** Returns the containers of a Compose project, its one-off ones left out. */
  public List<ContainerState> containers(String project) {
    List<ContainerState> states = new ArrayList<>();
    for (Container container : list(List.of(PROJECT + "=" + project), true)) {
      if (!"True".equalsIgnoreCase(container.getLabels().getOrDefault(ONE_OFF, "False"))) {
        inspect(container, states);
      }
    }
    return states;
  }

  /** Returns the last lines a container wrote, on both its streams. */
  public List<String> lastLines(String containerId, int count) {
    Lines lines = new Lines(line -> {});
    api.ask(
        "read a container's log",
        c ->
            await(
                c.logContainerCmd(containerId)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(count)
                    .exec(lines),
                DockerApi.SILENCE));
    return lines.all();
  }

  /**
   * Runs a container to its end, hands on its lines as they come, removes it, and returns the exit
   * status of its command. Throws when it takes longer than the limit.
   */
  public int run(OneOff container, Duration limit, Consumer<String> line) {
    remove(container.name());
    List<String> env = new ArrayList<>();
    container.env().forEach((name, value) -> env.add(name + "=" + value));
    List<Bind> binds = container.mounts().stream().map(Bind::parse).toList();
    String id =
        api.ask(
            "make the container " + container.name(),
            c ->
                c.createContainerCmd(container.image())
                    .withName(container.name())
                    .withCmd(container.command())
                    .withEnv(env)
                    .withUser(container.user())
                    .withWorkingDir(container.workingDir())
                    .withHostConfig(HostConfig.newHostConfig().withBinds(binds))
                    .exec()
                    .getId());
    try {
      api.ask("start the container " + container.name(), c -> c.startContainerCmd(id).exec());
      boolean ended =
          watched(
              () ->
                  api.askPatiently(
                      "follow the container " + container.name(),
                      c ->
                          await(
                              c.logContainerCmd(id)
                                  .withStdOut(true)
                                  .withStdErr(true)
                                  .withFollowStream(true)
                                  .exec(new Lines(line)),
                              limit)));
      if (!ended) {
        throw new KataException(
            ExitCode.DOCKER,
            "`%s` did not end within %d minutes and was stopped"
                .formatted(String.join(" ", container.command()), limit.toMinutes()));
      }
      Long status =
          api.ask(
              "inspect the container " + container.name(),
              c -> c.inspectContainerCmd(id).exec().getState().getExitCodeLong());
      return status == null ? 1 : status.intValue();
    } finally {
      remove(id);
    }
  }

  /**
   * Stops and removes every container and network of a Compose project, and its named volumes when
   * asked. Nothing there is fine.
   */
  public void removeProject(String project, boolean volumes) {
    List<String> label = List.of(PROJECT + "=" + project);
    List<Container> containers = list(label, true);
    // All at once: each may take its grace period to end.
    containers.parallelStream().forEach(container -> stop(container.getId()));
    containers.forEach(container -> remove(container.getId()));
    networks(label)
        .forEach(
            network ->
                api.ask(
                    "remove the network " + network.getName(),
                    c -> c.removeNetworkCmd(network.getId()).exec()));
    if (volumes) {
      removeVolumes(PROJECT, project);
    }
  }

  /** Tells whether a container is here, in whatever state. */
  boolean hasContainer(String id) {
    return !api.ask(
            "list containers",
            c -> c.listContainersCmd().withShowAll(true).withIdFilter(List.of(id)).exec())
        .isEmpty();
  }

  /** Tells whether no container on this node and no network of a stack is left. */
  boolean isGone(String stack) {
    List<String> label = List.of(Swarm.STACK + "=" + stack);
    return list(label, true).isEmpty() && networks(label).isEmpty();
  }

  /** Removes the volumes that have a label. */
  void removeVolumes(String label, String value) {
    List<String> filter = List.of(label + "=" + value);
    api.ask("list volumes", c -> c.listVolumesCmd().withFilter("label", filter).exec())
        .getVolumes()
        .forEach(
            volume ->
                api.ask(
                    "remove the volume " + volume.getName(),
                    c -> c.removeVolumeCmd(volume.getName()).exec()));
  }

  private List<Network> networks(List<String> label) {
    return api.ask("list networks", c -> c.listNetworksCmd().withFilter("label", label).exec());
  }

  private List<Container> list(List<String> labels, boolean all) {
    return api.ask(
        "list containers",
        c -> {
          var command = c.listContainersCmd().withShowAll(all);
          return (labels.isEmpty() ? command : command.withLabelFilter(labels)).exec();
        });
  }

  private void inspect(Container container, List<ContainerState> states) {
    InspectContainerResponse found;
    try {
      found = api.ask("inspect a container", c -> c.inspectContainerCmd(container.getId()).exec());
    } catch (KataException e) {
      if (e.getCause() instanceof NotFoundException) {
        return; // gone since it was listed
      }
      throw e;
    }
    states.add(Inspected.state(found, container.getLabels().getOrDefault(SERVICE, "")));
  }

  private void stop(String id) {
    try {
      api.ask("stop a container", c -> c.stopContainerCmd(id).exec());
    } catch (KataException e) {
      if (!(e.getCause() instanceof NotModifiedException)) {
        throw e;
      }
    }
  }

  private void remove(String idOrName) {
    api.ask(
        "remove the container " + idOrName,
        c -> {
          try {
            c.removeContainerCmd(idOrName).withForce(true).withRemoveVolumes(true).exec();
          } catch (NotFoundException e) {
            return false;
          }
          return true;
        });
  }

  private static boolean await(ResultCallback.Adapter<Frame> callback, Duration limit) {
    try {
      return callback.awaitCompletion(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KataException(ExitCode.INTERRUPTED, "interrupted", "", e);
    }
  }

  /** Puts frames together to lines. */
  private static final class Lines extends ResultCallback.Adapter<Frame> {
    private final Consumer<String> consumer;
    private final List<String> all = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();

    Lines(Consumer<String> consumer) {
      this.consumer = consumer;
    }

    @Override
    public synchronized void onNext(Frame frame) {
      part.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
      for (int end = part.indexOf("\n"); end >= 0; end = part.indexOf("\n")) {
        emit(part.substring(0, end));
        part.delete(0, end + 1);
      }
    }

    @Override
    public void onComplete() {
      synchronized (this) {
        if (!part.isEmpty()) {
          emit(part.toString());
          part.setLength(0);
        }
      }
      super.onComplete();
    }

    synchronized List<String> all() {
      return List.copyOf(all);
    }

    private void emit(String text) {
      String line = text.stripTrailing();
      all.add(line);
      consumer.accept(line);
    }
  }
}
