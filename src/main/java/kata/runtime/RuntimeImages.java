package kata.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import kata.docker.engine.DockerEngine;
import kata.error.BuildFailed;
import kata.error.EngineFailed;
import kata.error.OperationFailed;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Progress;
import kata.process.Result;
import kata.text.Reason;

/** Builds the images {@code kata/<runtime>} once from kata's Dockerfiles; never pulls them. */
public final class RuntimeImages {
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(30);

  private final DockerEngine engine;
  private final Exec exec;
  private final String baseImage;

  /** Builds on the given base image. */
  public RuntimeImages(DockerEngine engine, Exec exec, String baseImage) {
    this.engine = engine;
    this.exec = exec;
    this.baseImage = baseImage;
  }

  /** Returns the image of a runtime; builds it if this Dockerfile has no image yet. */
  public String ensure(LanguageRuntime runtime, Progress progress) {
    String image = name(runtime);
    if (!exists(image)) {
      progress.step("Building the image " + image + " (once; this takes a minute or more)");
      build(runtime.dockerfile(baseImage), image, repository(runtime) + ":latest", progress);
    }
    return image;
  }

  /** Returns the name of the image of a runtime, whether it is built or not. */
  public String name(LanguageRuntime runtime) {
    return repository(runtime) + ":" + new Fingerprint().add(runtime.dockerfile(baseImage)).hex();
  }

  /** Tells whether an image is on this server. */
  public boolean exists(String image) {
    return engine.imageId(image).isPresent();
  }

  private static String repository(LanguageRuntime runtime) {
    return "kata/" + runtime.key();
  }

  /**
   * Returns the id of an image, by which Swarm finds it on this node only. Swarm looks up image
   * names in a registry, where the owner of the name could provide another image.
   */
  public String id(String image) {
    return engine
        .imageId(image)
        .orElseThrow(() -> new EngineFailed(image + " does not exist any more"));
  }

  private void build(String dockerfile, String image, String latest, Progress progress) {
    Path context = emptyContext(dockerfile);
    try {
      Invocation build =
          Invocation.of("docker", "build", "--tag", image, "--tag", latest)
              .with(context.toString())
              .env("BUILDKIT_PROGRESS", "plain")
              .within(BUILD_LIMIT);
      Result result = engine.watched(() -> exec.stream(build, progress::detail));
      if (!result.ok()) {
        throw new BuildFailed(
            "docker could not build %s; see the output above".formatted(image),
            "check that this server can reach the package mirror");
      }
    } finally {
      discard(context);
    }
  }

  /**
   * Creates a folder with only the Dockerfile, so that no file of the server gets into the image.
   */
  private static Path emptyContext(String dockerfile) {
    try {
      Path context = Files.createTempDirectory("kata-build");
      Files.writeString(context.resolve("Dockerfile"), dockerfile, StandardCharsets.UTF_8);
      return context;
    } catch (IOException e) {
      throw new OperationFailed("cannot write a build context: " + Reason.of(e), "", e);
    }
  }

  private static void discard(Path context) {
    try {
      Files.deleteIfExists(context.resolve("Dockerfile"));
      Files.deleteIfExists(context);
    } catch (IOException ignored) {
      // Only a small file remains in the temporary folder; the system removes it.
    }
  }
}
