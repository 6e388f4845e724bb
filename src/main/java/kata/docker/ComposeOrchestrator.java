package kata.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.ProgramMissing;
import kata.process.Progress;
import kata.process.Result;
import org.jspecify.annotations.Nullable;

/** Phrases what Compose is told: version 2 as docker's plugin, else version 1. */
public final class ComposeOrchestrator {
  private static final Duration CHECK_LIMIT = Duration.ofSeconds(30);
  private static final Duration UP_LIMIT = Duration.ofMinutes(30);

  private final Exec exec;
  private @Nullable List<String> command;

  /** Runs Compose as a child. */
  public ComposeOrchestrator(Exec exec) {
    this.exec = exec;
  }

  /**
   * What Compose works on.
   *
   * @param project the explicit project name; Compose would take one from the folder
   * @param folder what relative paths in the file are relative to
   * @param file the generated file
   */
  public record Stack(String project, Path folder, Path file) {}

  /** Asks Compose whether it takes the file. Throws with Compose's words when it does not. */
  public void check(Stack stack) {
    Result result = exec.run(phrase(stack, "config", "--quiet").within(CHECK_LIMIT));
    if (!result.ok()) {
      throw KataException.refused(
          "Compose does not take kata-compose.yaml: " + lastLine(result.errors()),
          "`docker compose` documents its keys; correct the file and push again");
    }
  }

  /** Brings the containers to what the file says, building and pulling what is missing. */
  public void up(Stack stack, Progress progress) {
    Invocation up = phrase(stack, "up", "--detach", "--build", "--remove-orphans", "--quiet-pull");
    Result result = exec.stream(up.within(UP_LIMIT), progress::detail);
    if (!result.ok()) {
      throw new KataException(
          ExitCode.DOCKER, "Compose could not start the app: " + lastLine(result.errors()));
    }
  }

  /** Stops the containers and keeps them. */
  public void stop(Stack stack, Progress progress) {
    Result result = exec.stream(phrase(stack, "stop").within(UP_LIMIT), progress::detail);
    if (!result.ok()) {
      throw new KataException(
          ExitCode.DOCKER, "Compose could not stop the app: " + lastLine(result.errors()));
    }
  }

  /** Returns the Compose command of this host. Throws when there is none. */
  public List<String> command() {
    if (command == null) {
      command = detect();
    }
    return command;
  }

  private List<String> detect() {
    if (exec.run(Invocation.of("docker", "compose", "version")).ok()) {
      return List.of("docker", "compose", "--ansi", "never", "--progress", "plain");
    }
    try {
      if (exec.run(Invocation.of("docker-compose", "version")).ok()) {
        return List.of("docker-compose", "--ansi", "never");
      }
    } catch (ProgramMissing e) {
      // Said below, for both.
    }
    throw new KataException(
        ExitCode.DOCKER,
        "there is neither `docker compose` nor `docker-compose` on this server",
        "install docker-compose (Debian) or docker-compose-plugin (Docker's packages)");
  }

  private Invocation phrase(Stack stack, String... verb) {
    List<String> program = command();
    List<String> argv = new ArrayList<>(program);
    argv.addAll(
        List.of(
            "--project-name",
            stack.project(),
            "--project-directory",
            stack.folder().toString(),
            // A stray .env in the code must not change what the file means.
            "--env-file",
            program.get(0).equals("docker") ? "/dev/null" : emptyFile(),
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
      throw new KataException(
          ExitCode.FAILED, "cannot make a temporary file: " + e.getMessage(), "", e);
    }
  }

  private static String lastLine(String errors) {
    return errors.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b).strip();
  }
}
