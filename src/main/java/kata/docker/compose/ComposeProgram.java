package kata.docker.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kata.error.EngineUnavailable;
import kata.process.Exec;
import kata.process.Invocation;
import org.jspecify.annotations.Nullable;

/** Finds the Compose of this host: version 2 as docker's plugin, else version 1. */
final class ComposeProgram {
  private static final List<String> OPTIONS = List.of("--ansi", "never", "--progress", "plain");
  private static final List<String> VERSION_1 = List.of("docker-compose", "--ansi", "never");

  /** Where docker looks for plugins, after the user's own folder. */
  private static final List<Path> PLUGINS =
      List.of(
          Path.of("/usr/local/lib/docker/cli-plugins"),
          Path.of("/usr/local/libexec/docker/cli-plugins"),
          Path.of("/usr/lib/docker/cli-plugins"),
          Path.of("/usr/libexec/docker/cli-plugins"));

  private final Exec exec;
  private final List<Path> plugins;
  private @Nullable List<String> command;

  /** Looks for the plugin in these folders before running docker. */
  ComposeProgram(Exec exec, List<Path> plugins) {
    this.exec = exec;
    this.plugins = List.copyOf(plugins);
  }

  /** Looks where docker would look with these environment variables. */
  static ComposeProgram of(Exec exec, Map<String, String> variables) {
    List<Path> plugins = new ArrayList<>();
    String config = variables.getOrDefault("DOCKER_CONFIG", "");
    String user = variables.getOrDefault("HOME", "");
    if (!config.isEmpty()) {
      plugins.add(Path.of(config, "cli-plugins"));
    } else if (!user.isEmpty()) {
      plugins.add(Path.of(user, ".docker", "cli-plugins"));
    }
    plugins.addAll(PLUGINS);
    return new ComposeProgram(exec, plugins);
  }

  /**
   * Returns the command. Runs docker to find it only if the plugin is in none of docker's folders.
   * Starts the plugin directly: docker would start it twice, once for its metadata.
   */
  List<String> command() {
    if (command == null) {
      command = plugin().map(file -> quietly(file.toString())).orElseGet(this::probe);
    }
    return command;
  }

  /** Returns whether it is version 1, which names things differently. */
  boolean isVersion1() {
    return command().equals(VERSION_1);
  }

  /** Runs the candidates and returns the command that works. Throws when there is none. */
  List<String> probe() {
    if (exec.run(Invocation.of("docker", "compose", "version")).ok()) {
      return quietly("docker", "compose");
    }
    try {
      if (exec.run(Invocation.of("docker-compose", "version")).ok()) {
        return VERSION_1;
      }
    } catch (EngineUnavailable e) {
      // Reported below, for both.
    }
    throw new EngineUnavailable(
        "there is neither `docker compose` nor `docker-compose` on this server",
        "install docker-compose (Debian) or docker-compose-plugin (Docker's packages)");
  }

  private Optional<Path> plugin() {
    return plugins.stream()
        .map(folder -> folder.resolve("docker-compose"))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static List<String> quietly(String... program) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(OPTIONS);
    return List.copyOf(command);
  }
}
