package kata.docker.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kata.docker.Images;
import kata.docker.Orchestrator;
import kata.docker.ServiceFailure;
import kata.docker.Stack;
import kata.docker.engine.ContainerState;
import kata.docker.engine.DockerEngine;
import kata.docker.engine.ImagePull;
import kata.error.BuildFailed;
import kata.error.EngineFailed;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.error.StartFailed;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Progress;
import kata.process.Result;
import kata.text.Reason;

/** Phrases what Compose is told. */
public final class ComposeOrchestrator implements Orchestrator {
  private static final Duration CHECK_LIMIT = Duration.ofSeconds(30);
  private static final Duration UP_LIMIT = Duration.ofMinutes(30);

  private static final int LOG_LINES = 20;

  private final Exec exec;
  private final DockerEngine engine;
  private final HealthWait health;
  private final ComposeProgram program;

  /**
   * Runs Compose as a child; a service may take so long to become healthy.
   *
   * @param variables those of kata's environment, which tell where docker has its plugins
   */
  public ComposeOrchestrator(
      Exec exec, DockerEngine engine, Duration limit, Map<String, String> variables) {
    this.exec = exec;
    this.engine = engine;
    this.health = new HealthWait(engine, limit);
    this.program = ComposeProgram.of(exec, variables);
  }

  @Override
  public void check(Stack stack) {
    Result result = exec.run(phrase(stack, "config", "--quiet").within(CHECK_LIMIT));
    if (!result.ok()) {
      throw KataException.refused(
          "Compose does not take kata-compose.yaml: " + result.lastError(),
          "`docker compose` documents its keys; correct the file and push again");
    }
  }

  @Override
  public Map<String, String> fetch(Stack stack, Images images, Progress progress) {
    Map<String, String> built = new LinkedHashMap<>();
    images
        .builds()
        .forEach(
            (service, name) -> {
              progress.step("Building service '%s'".formatted(service));
              build(stack, "service '%s'".formatted(service), progress, service);
              String image = name.isEmpty() ? imageName(stack.project(), service) : name;
              engine.imageId(image).ifPresent(id -> built.put(service, id));
            });
    if (images.others()) {
      build(stack, "the images of the files it includes", progress);
    }
    new ImagePull(exec, engine).all(images.pulls(), progress);
    return built;
  }

  private void build(Stack stack, String what, Progress progress, String... services) {
    Invocation build = phrase(stack, "build").with(services);
    Result result = stream(build, progress);
    if (!result.ok()) {
      throw new BuildFailed(
          "Docker could not build %s: %s".formatted(what, result.lastError()),
          "its output is above; correct it and push again, or put this server right");
    }
  }

  /** Returns how Compose calls what it builds for a service that says nothing of it. */
  private String imageName(String project, String service) {
    return project + (program.isVersion1() ? "_" : "-") + service;
  }

  /** Builds and pulls what {@link #fetch} could not know of: what other files include. */
  @Override
  public Startup up(Stack stack, Progress progress) {
    Invocation up = phrase(stack, "up", "--detach", "--build", "--remove-orphans", "--quiet-pull");
    Result result = stream(up, progress);
    if (!result.ok()) {
      throw new EngineFailed(
          "Compose could not start the app: " + result.lastError(), wayOut(result.lastError()));
    }
    return () -> failures(stack.project(), progress);
  }

  /** Docker says the one up to version 25 or so, and the other since. */
  private static String wayOut(String error) {
    boolean noNetwork =
        error.contains("could not find an available, non-overlapping IPv4 address pool")
            || error.contains("all predefined address pools have been fully subnetted");
    return noNetwork
        ? "each app has a network of its own, and Docker has addresses for about thirty: set"
            + " default-address-pools in /etc/docker/daemon.json, as docs/install.md says"
        : "";
  }

  /** A fixed name, so that the container of a killed kata is found. */
  private static String runOnceName(String project) {
    return project + "-kata-release";
  }

  @Override
  public void runOnce(Stack stack, String service, List<String> command, Progress progress) {
    endRunOnce(stack.project());
    Invocation run =
        phrase(stack, "run", "--rm", "-T", "--name", runOnceName(stack.project()), service)
            .with(command);
    Result result = stream(run, progress);
    if (!result.ok()) {
      throw new StartFailed(
          "the release command of service '%s' exited with %d".formatted(service, result.status()),
          "see the output above; fix the app and push again");
    }
  }

  @Override
  public void endRunOnce(String project) {
    engine.removeContainer(runOnceName(project));
  }

  @Override
  public Startup restart(Stack stack, Progress progress) {
    stop(stack, progress);
    return up(stack, progress);
  }

  /** Keeps the containers and their logs. */
  @Override
  public void stop(Stack stack, Progress progress) {
    Result result = stream(phrase(stack, "stop"), progress);
    if (!result.ok()) {
      throw new EngineFailed("Compose could not stop the app: " + result.lastError());
    }
  }

  @Override
  public void remove(String project, boolean volumes) {
    engine.removeProject(project, volumes);
  }

  private Result stream(Invocation invocation, Progress progress) {
    return engine.watched(() -> exec.stream(invocation.within(UP_LIMIT), progress::detail));
  }

  private List<ServiceFailure> failures(String project, Progress progress) {
    List<ServiceFailure> failures = new ArrayList<>();
    for (HealthWait.ContainerFailure failure : health.await(project, progress)) {
      ContainerState container = failure.container();
      List<String> lines = engine.lastLines(container.id(), LOG_LINES);
      failures.add(new ServiceFailure(container.service(), failure.reason(), lines));
    }
    return failures;
  }

  /** Asks the Compose of this host whether it works, and returns its command. */
  public List<String> command() {
    return program.asked();
  }

  private Invocation phrase(Stack stack, String... verb) {
    List<String> argv = new ArrayList<>(program.command());
    argv.addAll(
        List.of(
            "--project-name",
            stack.project(),
            "--project-directory",
            stack.folder().toString(),
            // A stray .env in the code must not change what the file means.
            "--env-file",
            program.isVersion1() ? emptyFile() : "/dev/null",
            "--file",
            stack.file().toString()));
    argv.addAll(List.of(verb));
    return Invocation.of(argv).in(stack.folder());
  }

  /** Version 1 takes nothing but a regular file. */
  private static String emptyFile() {
    try {
      Path file = Files.createTempFile("kata-empty", ".env");
      file.toFile().deleteOnExit();
      return file.toString();
    } catch (IOException e) {
      throw new OperationFailed("cannot make a temporary file: " + Reason.of(e), "", e);
    }
  }
}
