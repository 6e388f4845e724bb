package kata.docker.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kata.docker.Images.Pull;
import kata.error.BuildFailed;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Progress;
import kata.process.Result;

/** Pulls images with the docker command, which has the user's registry logins. */
public final class ImagePull {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final Exec exec;
  private final DockerEngine engine;

  public ImagePull(Exec exec, DockerEngine engine) {
    this.exec = exec;
    this.engine = engine;
  }

  /** Pulls each image that is missing, or that must always be pulled. */
  public void all(List<Pull> pulls, Progress progress) {
    Set<String> done = new HashSet<>();
    for (Pull pull : pulls) {
      boolean wanted = pull.when().equals("always") || engine.imageId(pull.image()).isEmpty();
      if (wanted && done.add(pull.image() + " " + pull.platform())) {
        one(pull, progress);
      }
    }
  }

  private void one(Pull pull, Progress progress) {
    if (pull.when().equals("never")) {
      throw new BuildFailed(
          "service '%s' needs the image %s, which is not on this server"
              .formatted(pull.service(), pull.image()),
          "its pull_policy is never: load or build the image on this server");
    }
    progress.step("Pulling " + pull.image());
    Invocation docker = Invocation.of("docker", "pull", "--quiet");
    if (!pull.platform().isEmpty()) {
      docker = docker.with("--platform", pull.platform());
    }
    Invocation whole = docker.with("--", pull.image()).within(LIMIT);
    Result result = engine.watched(() -> exec.stream(whole, progress::detail));
    if (!result.ok()) {
      throw new BuildFailed(
          "service '%s' needs the image %s, which docker could not pull: %s"
              .formatted(pull.service(), pull.image(), result.lastError()),
          "check the name, and that this server is logged in to the registry");
    }
  }
}
