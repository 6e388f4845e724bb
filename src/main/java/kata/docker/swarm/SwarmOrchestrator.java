package kata.docker.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import kata.docker.Images;
import kata.docker.Orchestrator;
import kata.docker.ServiceFailure;
import kata.docker.Stack;
import kata.docker.WaitReporter;
import kata.docker.engine.ContainerLabels;
import kata.docker.engine.DockerEngine;
import kata.docker.engine.ImagePull;
import kata.docker.swarm.SwarmService.Task;
import kata.error.EngineFailed;
import kata.error.KataException;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.PollInterval;
import kata.process.Progress;
import kata.process.Result;
import org.jspecify.annotations.Nullable;

/**
 * Runs apps as stacks of Docker Swarm. Makes changes with the {@code docker} command, because each
 * version from 20.10 on matches its Swarm; reads their results from the API.
 */
public final class SwarmOrchestrator implements Orchestrator {
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int LOG_LINES = 20;
  private static final int UPDATE_TRIES = 5;

  private final Exec exec;
  private final Swarm swarm;
  private final DockerEngine engine;
  private final Duration limit;
  private @Nullable String stackHelp;

  /** Runs docker as a child process; the limit applies to a stack's start and to its removal. */
  public SwarmOrchestrator(Exec exec, Swarm swarm, DockerEngine engine, Duration limit) {
    this.exec = exec;
    this.swarm = swarm;
    this.engine = engine;
    this.limit = limit;
  }

  @Override
  public void check(Stack stack) {
    if (!stackHelp().contains("\n  config ")) {
      return; // an older docker validates the whole file before it deploys any of it
    }
    Invocation config = Invocation.of("docker", "stack", "config", "--compose-file");
    Result result = exec.run(config.with(stack.file().toString()).in(stack.folder()));
    if (!result.ok()) {
      throw KataException.refused(
          "Swarm rejected kata-compose.yaml: " + result.lastError(),
          "correct the file and push again, or set `x-kata-mode: compose` in it");
    }
  }

  /** Pulls on a Swarm of one node only; with more nodes, each pulls what it runs. */
  @Override
  public Map<String, String> fetch(Stack stack, Images images, Progress progress) {
    if (swarm.state().nodes() <= 1) {
      new ImagePull(exec, engine).all(images.pulls(), progress);
    }
    return Map.of();
  }

  @Override
  public Startup up(Stack stack, Progress progress) {
    Set<String> before = tasks(swarm.services(stack.project()));
    deploy(stack, progress);
    return () -> await(stack.project(), new SwarmRollout(before), progress);
  }

  /** Also replaces the tasks of services that the file does not change. */
  @Override
  public Startup restart(Stack stack, Progress progress) {
    List<SwarmService> old = swarm.services(stack.project());
    Map<String, JsonNode> running = new TreeMap<>();
    old.stream()
        .filter(service -> service.tasks().stream().anyMatch(Task::wanted))
        .forEach(service -> running.put(service.id(), service.template()));
    deploy(stack, progress);
    for (SwarmService service : swarm.services(stack.project())) {
      if (service.template().equals(running.get(service.id()))) {
        docker(progress, "service", "update", "--detach", "--force", "--quiet", service.name());
      }
    }
    return () -> await(stack.project(), new SwarmRollout(tasks(old)), progress);
  }

  @Override
  public void runOnce(Stack stack, String service, List<String> command, Progress progress) {
    throw KataException.refused(
        "service '%s' has a release command, which does not work in Swarm mode".formatted(service),
        "remove x-kata-release, or run the app with `x-kata-mode: compose`");
  }

  @Override
  public void endRunOnce(String project) {}

  /** Scales to zero, which keeps networks and the logs of the last tasks. */
  @Override
  public void stop(Stack stack, Progress progress) {
    for (SwarmService service : swarm.services(stack.project())) {
      if (service.replicas() >= 0) {
        docker(progress, "service", "scale", "--detach", service.name() + "=0");
      } else {
        docker(progress, "service", "rm", service.name());
      }
    }
    until("the tasks of %s to stop".formatted(stack.project()), () -> !swarm.runs(stack.project()));
  }

  @Override
  public void remove(String project, boolean volumes) {
    if (!swarm.state().active()) {
      return;
    }
    String what = "the removal of stack %s".formatted(project);
    Instant deadline = Instant.now().plus(limit);
    Result removal = startRemoval(project);
    while (!isGone(project)) {
      pause(what, deadline);
      if (!removal.ok()) { // a stopping task still had its network
        removal = startRemoval(project);
      }
    }
    if (volumes) {
      engine.removeVolumes(ContainerLabels.STACK, project);
    }
  }

  private boolean isGone(String project) {
    return swarm.services(project).isEmpty() && !swarm.runs(project) && engine.isGone(project);
  }

  private Result startRemoval(String project) {
    Invocation rm = Invocation.of("docker", "stack", "rm", project).within(COMMAND_LIMIT);
    return engine.watched(() -> exec.run(rm));
  }

  private void deploy(Stack stack, Progress progress) {
    List<String> words =
        new ArrayList<>(
            List.of("stack", "deploy", "--prune", "--with-registry-auth", "--resolve-image"));
    // Each node pulls what it starts. A registry lookup would include kata's own images.
    words.add("never");
    if (deployHelp().contains("--detach")) {
      words.add("--detach=true"); // kata waits itself: docker would wait for ever for a crash loop
    }
    words.addAll(List.of("--compose-file", stack.file().toString(), stack.project()));
    Invocation deploy =
        Invocation.of("docker").with(words).in(stack.folder()).within(COMMAND_LIMIT);
    Result result =
        retried(() -> engine.watched(() -> exec.stream(deploy, progress::detail)), progress);
    if (!result.ok()) {
      throw new EngineFailed("Swarm could not start the app: " + result.lastError(), "");
    }
  }

  private List<ServiceFailure> await(String stack, SwarmRollout rollout, Progress progress) {
    Instant deadline = Instant.now().plus(limit);
    WaitReporter wait = new WaitReporter(progress);
    while (true) {
      List<ServiceFailure> failed = new ArrayList<>();
      List<ServiceFailure> pending = new ArrayList<>();
      for (SwarmService service : swarm.services(stack)) {
        rollout.failure(service).ifPresent(reason -> failed.add(failure(service, reason, rollout)));
        rollout
            .pending(service, Instant.now())
            .ifPresent(reason -> pending.add(failure(service, reason, rollout)));
      }
      if (!failed.isEmpty() || pending.isEmpty()) {
        return failed;
      }
      if (Instant.now().isAfter(deadline)) {
        return pending;
      }
      wait.report(
          pending.stream()
              .map(each -> new WaitReporter.Reason(each.service(), each.reason()))
              .toList());
      PollInterval.sleep(POLL);
    }
  }

  private ServiceFailure failure(SwarmService service, String reason, SwarmRollout rollout) {
    Optional<Task> worst = rollout.worst(service);
    List<String> lines = List.of();
    if (worst.isPresent() && engine.hasContainer(worst.get().containerId())) {
      lines = engine.lastLines(worst.get().containerId(), LOG_LINES);
    }
    return new ServiceFailure(service.shortName(), reason, lines);
  }

  /**
   * Runs a command again when Swarm changed a service between docker's look and its update: docker
   * then updates nothing, and asks for no more than another look.
   */
  private static Result retried(Supplier<Result> command, Progress progress) {
    Result result = command.get();
    for (int i = 1; i < UPDATE_TRIES && !result.ok(); i++) {
      if (!result.errors().contains("update out of sequence")) {
        break;
      }
      progress.detail("Swarm changed a service meanwhile; trying again");
      PollInterval.sleep(POLL);
      result = command.get();
    }
    return result;
  }

  private void docker(Progress progress, String... words) {
    Invocation docker = Invocation.of("docker").with(List.of(words)).within(COMMAND_LIMIT);
    Result result = retried(() -> engine.watched(() -> exec.run(docker)), progress);
    if (!result.ok()) {
      throw new EngineFailed(
          "`docker %s` failed: %s".formatted(String.join(" ", words), result.lastError()), "");
    }
    result.text().lines().filter(line -> !line.isBlank()).forEach(progress::detail);
  }

  private String stackHelp() {
    if (stackHelp == null) {
      stackHelp = exec.run(Invocation.of("docker", "stack", "--help")).text();
    }
    return stackHelp;
  }

  private String deployHelp() {
    return exec.run(Invocation.of("docker", "stack", "deploy", "--help")).text();
  }

  private void until(String what, BooleanSupplier done) {
    Instant deadline = Instant.now().plus(limit);
    while (!done.getAsBoolean()) {
      pause(what, deadline);
    }
  }

  private void pause(String what, Instant deadline) {
    if (Instant.now().isAfter(deadline)) {
      throw new EngineFailed(
          "waited %d s for %s".formatted(limit.toSeconds(), what),
          "run `docker stack ps` to see what is left, then try again");
    }
    PollInterval.sleep(POLL);
  }

  private static Set<String> tasks(List<SwarmService> services) {
    Set<String> ids = new TreeSet<>();
    services.forEach(service -> service.tasks().forEach(task -> ids.add(task.id())));
    return ids;
  }
}
