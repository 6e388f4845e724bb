package kata.git;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kata.error.GitFailed;
import kata.error.KataException;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;

/** Runs git with kata's settings, and turns its failures into readable messages. */
final class Git {
  private final Exec exec;
  private final Map<String, String> objects;

  Git(Exec exec) {
    this(exec, Map.of());
  }

  /** Runs git with variables that name additional object folders. */
  Git(Exec exec, Map<String, String> objects) {
    this.exec = exec;
    this.objects = Map.copyOf(objects);
  }

  /** Builds a git command outside any repository. */
  static Invocation command(String... arguments) {
    return Invocation.of("git")
        .with(arguments)
        // No one can answer a prompt: the push would wait for ever.
        .env("GIT_TERMINAL_PROMPT", "0")
        // A submodule with an ext:: address would run its address as a command.
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "protocol.ext.allow")
        .env("GIT_CONFIG_VALUE_0", "never");
  }

  /** Builds a git command for a git directory, independent of the working directory. */
  static Invocation on(Path gitDirectory, String... arguments) {
    return command("--git-dir=" + gitDirectory).with(arguments);
  }

  /** Runs git and returns its result, even when it failed. */
  Result attempt(Invocation invocation) {
    Invocation complete = invocation;
    for (Map.Entry<String, String> variable : objects.entrySet()) {
      complete = complete.env(variable.getKey(), variable.getValue());
    }
    return exec.run(complete);
  }

  /** Runs git; throws with git's error text when it failed. */
  Result run(String what, Invocation invocation) {
    Result result = attempt(invocation);
    if (!result.ok()) {
      throw failure(what, firstError(result), "");
    }
    return result;
  }

  static KataException failure(String what, String why, String hint) {
    return new GitFailed("cannot %s: %s".formatted(what, why), hint);
  }

  static KataException failure(String what, String why, Throwable cause) {
    return new GitFailed("cannot %s: %s".formatted(what, why), "", cause);
  }

  /**
   * Returns the first error line: the first line is often progress, such as {@code Cloning into
   * ...}.
   */
  private static String firstError(Result result) {
    List<String> lines = result.errors().lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.startsWith("fatal:") || line.startsWith("error:"))
        .findFirst()
        .or(() -> lines.stream().findFirst())
        .orElse("git exited with status " + result.status());
  }
}
