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

/** Runs {@code docker compose} for an app. */
public final class ComposeOrchestrator implements Orchestrator {
  private static final Duration CHECK_LIMIT = Duration.ofSeconds(30);
  private static final Duration UP_LIMIT = Duration.ofMinutes(30);

  private static final int LOG_LINES = 20;

  private final Exec exec;
  private final DockerEngine engine;
  private final HealthWait health;
  private final ComposeProgram program;

  /**
   * Runs Compose as a child process.
   *
   * @param limit how long the services may take to become healthy
   * @param variables kata's environment variables, which determine where docker looks for its
   *     plugins
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
    Result result = exec.run(invocation(stack, "config", "--quiet").within(CHECK_LIMIT));
    if (!result.ok()) {
      throw KataException.refused(
          "Compose rejected kata-compose.yaml: " + result.lastError(),
          "correct the file and push again; the Compose documentation lists the keys");
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
      build(stack, "the images of the included files", progress);
    }
    new ImagePull(exec, engine).all(images.pulls(), progress);
    return built;
  }

  private void build(Stack stack, String what, Progress progress, String... services) {
    Invocation build = invocation(stack, "build").with(services);
    Result result = stream(build, progress);
    if (!result.ok()) {
      throw new BuildFailed(
          "Docker could not build %s: %s".formatted(what, result.lastError()),
          "see the output above; fix the app and push again, or fix the server");
    }
  }

  /** Returns Compose's default name for the image that it builds for a service. */
  private String imageName(String project, String service) {
    return project + (program.isVersion1() ? "_" : "-") + service;
  }

  /** Also builds and pulls what {@link #fetch} could not know of: the images of included files. */
  @Override
  public Startup up(Stack stack, Progress progress) {
    Invocation up =
        invocation(stack, "up", "--detach", "--build", "--remove-orphans", "--quiet-pull");
    Result result = stream(up, progress);
    if (!result.ok()) {
      throw new EngineFailed(
          "Compose could not start the app: " + result.lastError(), hint(result.lastError()));
    }
    return () -> failures(stack.project(), progress);
  }

  /** Recognizes both texts: Docker changed the wording around version 25. */
  private static String hint(String error) {
    boolean noNetwork =
        error.contains("could not find an available, non-overlapping IPv4 address pool")
            || error.contains("all predefined address pools have been fully subnetted");
    return noNetwork
        ? "Docker has addresses for about thirty networks, and each app has one: set"
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
        invocation(stack, "run", "--rm", "-T", "--name", runOnceName(stack.project()), service)
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
    Result result = stream(invocation(stack, "stop"), progress);
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

  /** Checks that this host's Compose works, and returns its command. */
  public List<String> command() {
    return program.probe();
  }

  private Invocation invocation(Stack stack, String... verb) {
    List<String> argv = new ArrayList<>(program.command());
    argv.addAll(
        List.of(
            "--project-name",
            stack.project(),
            "--project-directory",
            stack.folder().toString(),
            // A .env file in the code must not change the meaning of the file.
            "--env-file",
            program.isVersion1() ? emptyFile() : "/dev/null",
            "--file",
            stack.file().toString()));
    argv.addAll(List.of(verb));
    return Invocation.of(argv).in(stack.folder());
  }

  /** Returns an empty file: version 1 accepts only a regular file. */
  private static String emptyFile() {
    try {
      Path file = Files.createTempFile("kata-empty", ".env");
      file.toFile().deleteOnExit();
      return file.toString();
    } catch (IOException e) {
      throw new OperationFailed("cannot create a temporary file: " + Reason.of(e), "", e);
    }
  }
}
