package kata.caddy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import kata.error.Interrupted;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.home.AtomicFile;
import kata.home.FolderTree;
import kata.json.Json;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;
import kata.text.Reason;

/**
 * Validates a configuration with this server's {@code caddy} program, without running it. A running
 * Caddy can stay damaged after a configuration that it rejects.
 */
public final class CaddyProgram {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Exec exec;
  private final Optional<String> program;

  /** Uses a program, which may be missing; or none. */
  public CaddyProgram(Exec exec, Optional<String> program) {
    this.exec = exec;
    this.program = program;
  }

  /** Returns what is wrong with servers; empty when they are valid or the program is missing. */
  public Optional<String> validationError(ObjectNode servers) {
    if (Json.text(servers).contains("{env.")) {
      return Optional.empty(); // known only to the environment of the running Caddy
    }
    return program.flatMap(name -> validationError(name, servers));
  }

  private Optional<String> validationError(String name, ObjectNode servers) {
    ObjectNode config = Json.object();
    config.putObject("admin").put("disabled", true);
    config.putObject("apps").putObject("http").set("servers", servers);
    Path folder = folder();
    try {
      Path file = folder.resolve("caddy.json");
      AtomicFile.write(file, Json.text(config), "rw-------");
      return validate(name, folder, file);
    } finally {
      FolderTree.delete(folder);
    }
  }

  /** Runs the program with a temporary HOME, so that it writes nothing to the user's. */
  private Optional<String> validate(String name, Path folder, Path file) {
    try {
      Result result =
          exec.run(
              Invocation.of(name, "validate", "--config", file.toString())
                  .env("HOME", folder.toString())
                  .env("XDG_DATA_HOME", folder.toString())
                  .env("XDG_CONFIG_HOME", folder.toString())
                  .within(LIMIT));
      return result.ok()
          ? Optional.empty()
          : Optional.of(words(result.errors())).filter(CaddyProgram::isAboutConfig);
    } catch (KataException e) { // the program is missing or does not end: no result
      if (e instanceof Interrupted) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /**
   * Ignores unreadable files: the running Caddy has its own user and may read files that kata
   * cannot.
   */
  private static boolean isAboutConfig(String words) {
    return !words.contains("permission denied") && !words.contains("no such file");
  }

  /** Finds the error in the program's log lines, which are JSON in newer versions. */
  static String words(String errors) {
    for (String line : errors.lines().toList()) {
      if (line.startsWith("Error: ")) {
        return line.substring("Error: ".length());
      }
      if (line.startsWith("panic: ")) {
        return "it panics on them; look for an empty value";
      }
      JsonNode log = json(line);
      if (log.path("level").asText().equals("error")) {
        return log.path("msg").asText();
      }
    }
    return errors.lines().reduce("", (a, b) -> b);
  }

  private static JsonNode json(String line) {
    try {
      return Json.read(line);
    } catch (IOException e) {
      return Json.object();
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("kata-caddy-");
    } catch (IOException e) {
      throw new OperationFailed(
          "cannot create a folder in %s: %s"
              .formatted(System.getProperty("java.io.tmpdir"), Reason.of(e)),
          "check its free space",
          e);
    }
  }
}
