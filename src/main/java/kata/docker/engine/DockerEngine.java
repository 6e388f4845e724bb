package kata.docker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kata.error.EngineFailed;
import kata.error.EngineUnavailable;
import kata.error.Interrupted;
import kata.error.KataException;
import kata.json.Json;
import kata.process.PollInterval;
import kata.process.Progress;

/**
 * Controls this host's Docker Engine through its API. Every method throws {@link EngineUnavailable}
 * when the engine cannot be reached or does not answer in time, and {@link EngineFailed} when it
 * rejects a request.
 */
public final class DockerEngine {
  private static final Duration POLL = Duration.ofMillis(500);

  private final DockerApi api;

  /** Uses an API. */
  public DockerEngine(DockerApi api) {
    this.api = api;
  }

  /** Returns the engine's version, such as {@code 26.1.5}. */
  public String version() {
    return api.get("version", "/version").path("Version").asText("");
  }

  /** Waits until the engine answers, and reports the wait. Throws when the limit is over. */
  public void await(Duration limit, Progress progress) {
    Instant deadline = Instant.now().plus(limit);
    boolean reported = false;
    while (true) {
      try {
        version();
        return;
      } catch (KataException e) {
        if (e instanceof Interrupted || Instant.now().isAfter(deadline)) {
          throw e;
        }
        if (!reported) {
          progress.step("Waiting for Docker: " + e.message());
          reported = true;
        }
      }
      PollInterval.sleep(POLL);
    }
  }

  /**
   * Runs work that waits for Docker in a child process or on a stream. Interrupts it and throws
   * when the engine stops answering.
   */
  public <T> T watched(Supplier<T> work) {
    return new DaemonWatchdog(this::version, DockerApi.SILENCE).during(work);
  }

  /** Returns the id of the local image of exactly this name and tag, if any. */
  public Optional<String> imageId(String image) {
    String path = DockerApi.path("images", image, "json");
    return DockerApi.ifFound(() -> api.get("inspect an image", path))
        .map(found -> found.path("Id").asText(""));
  }

  /** Returns the Compose projects and the stacks that have a running container on this node. */
  public Set<String> runningProjects() {
    Set<String> projects = new TreeSet<>();
    for (JsonNode container : list("")) {
      projects.add(ContainerLabels.of(container, ContainerLabels.PROJECT));
      projects.add(ContainerLabels.of(container, ContainerLabels.STACK));
    }
    projects.remove("");
    return projects;
  }

  /** Returns the containers of a Compose project, without one-off containers. */
  public List<ContainerState> containers(String project) {
    List<ContainerState> states = new ArrayList<>();
    for (JsonNode container : list(all(ContainerLabels.PROJECT, project))) {
      if (!ContainerLabels.of(container, ContainerLabels.ONE_OFF).equalsIgnoreCase("true")) {
        inspect(id(container)) // it may have been removed since it was listed
            .map(
                found ->
                    ContainerInspectParser.state(
                        found, ContainerLabels.of(container, ContainerLabels.SERVICE)))
            .ifPresent(states::add);
      }
    }
    return states;
  }

  /** Returns the last lines a container wrote, on both its streams. */
  public List<String> lastLines(String containerId, int count) {
    return new DockerStreams(api, DockerApi.SILENCE)
        .lastLines(containerId, count, DockerApi.SILENCE);
  }

  /**
   * Runs a container until it exits, passes on its lines as they come, removes it, and returns the
   * exit status of its command. Throws when it takes longer than the limit.
   */
  public int run(OneOff container, Duration limit, Consumer<String> line) {
    // An install that compiles may print nothing for long; the watchdog checks Docker meanwhile.
    DockerStreams streams = new DockerStreams(api, limit.plus(DockerApi.SILENCE));
    String name = container.name();
    remove(name);
    String id = create(container);
    try {
      api.post("start the container " + name, DockerApi.path("containers", id, "start"));
      String follow = "follow the container " + name;
      if (!watched(() -> streams.follow(follow, id, limit, line))) {
        throw new EngineFailed(
            "container %s did not exit within %d minutes; kata stopped it"
                .formatted(name, limit.toMinutes()));
      }
      JsonNode found =
          api.get("inspect the container " + name, DockerApi.path("containers", id, "json"));
      return found.path("State").path("ExitCode").asInt(1);
    } finally {
      remove(id);
    }
  }

  private String create(OneOff container) {
    List<String> env = new ArrayList<>();
    container.env().forEach((name, value) -> env.add(name + "=" + value));
    ObjectNode body = Json.object();
    body.put("Image", container.image());
    body.set("Cmd", Json.array(container.command()));
    body.set("Env", Json.array(env));
    body.put("User", container.user());
    body.put("WorkingDir", container.workingDir());
    body.putObject("HostConfig").set("Binds", Json.array(container.mounts()));
    String path =
        DockerApi.path("containers", "create") + "?name=" + DockerApi.encoded(container.name());
    return id(api.post("create the container " + container.name(), path, body));
  }

  /**
   * Stops and removes every container and network of a Compose project, and its named volumes when
   * asked. Does nothing when there are none.
   */
  public void removeProject(String project, boolean volumes) {
    List<String> ids = new ArrayList<>();
    list(all(ContainerLabels.PROJECT, project)).forEach(container -> ids.add(id(container)));
    // In parallel: each may use its whole grace period.
    ids.parallelStream().forEach(this::stop);
    ids.forEach(this::remove);
    for (JsonNode network : networks(ContainerLabels.PROJECT, project)) {
      api.delete(
          "remove the network " + network.path("Name").asText(""),
          DockerApi.path("networks", id(network)));
    }
    if (volumes) {
      removeVolumes(ContainerLabels.PROJECT, project);
    }
  }

  /** Returns whether a container exists on this node, in any state. */
  public boolean hasContainer(String id) {
    return inspect(id).isPresent();
  }

  /** Returns whether no container on this node and no network of a stack is left. */
  public boolean isGone(String stack) {
    return list(all(ContainerLabels.STACK, stack)).isEmpty()
        && networks(ContainerLabels.STACK, stack).isEmpty();
  }

  /** Removes the volumes with a label. */
  public void removeVolumes(String label, String value) {
    String path = "/volumes?" + DockerApi.labelled(label, value);
    for (JsonNode volume : api.get("list volumes", path).path("Volumes")) {
      String name = volume.path("Name").asText("");
      api.delete("remove the volume " + name, DockerApi.path("volumes", name));
    }
  }

  private JsonNode networks(String label, String value) {
    return api.get("list networks", "/networks?" + DockerApi.labelled(label, value));
  }

  /** Lists running containers, or those that a query selects. */
  private JsonNode list(String query) {
    return api.get("list containers", "/containers/json" + query);
  }

  private static String all(String label, String value) {
    return "?all=1&" + DockerApi.labelled(label, value);
  }

  private Optional<JsonNode> inspect(String id) {
    String path = DockerApi.path("containers", id, "json");
    return DockerApi.ifFound(() -> api.get("inspect a container", path));
  }

  private void stop(String id) {
    String path = DockerApi.path("containers", id, "stop");
    DockerApi.ifFound(() -> api.post("stop a container", path)); // some are removed when they exit
  }

  /** Stops and removes a container; one that does not exist is fine. */
  public void removeContainer(String name) {
    remove(name);
  }

  private void remove(String idOrName) {
    String path = DockerApi.path("containers", idOrName) + "?force=1&v=1";
    api.delete("remove the container " + idOrName, path);
  }

  private static String id(JsonNode thing) {
    return thing.path("Id").asText("");
  }
}
