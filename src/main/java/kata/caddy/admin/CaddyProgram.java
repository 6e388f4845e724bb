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
 * The program {@code caddy} of this server. It tells what is wrong with a configuration without
 * running it; a running Caddy can be left damaged by one that it refuses.
 */
public final class CaddyProgram {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Exec exec;
  private final Optional<String> program;

  /** Uses a program, which need not be there; or none. */
  public CaddyProgram(Exec exec, Optional<String> program) {
    this.exec = exec;
    this.program = program;
  }

  /** Returns what is wrong with servers; nothing where it finds nothing, or is not there. */
  public Optional<String> complaint(ObjectNode servers) {
    if (Json.text(servers).contains("{env.")) {
      return Optional.empty(); // of the environment of the Caddy that runs
    }
    return program.flatMap(name -> complaint(name, servers));
  }

  private Optional<String> complaint(String name, ObjectNode servers) {
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

  /** Whatever it writes on the way is not to end up in the home folder. */
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
          : Optional.of(words(result.errors())).filter(CaddyProgram::isVerdict);
    } catch (KataException e) { // it is missing, or does not come to an end: no verdict
      if (e instanceof Interrupted) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** The Caddy that runs, as a user of its own, may read files that kata may not. */
  private static boolean isVerdict(String words) {
    return !words.contains("permission denied") && !words.contains("no such file");
  }

  /** Finds the complaint among its log lines, which are JSON in newer ones. */
  static String words(String errors) {
    for (String line : errors.lines().toList()) {
      if (line.startsWith("Error: ")) {
        return line.substring("Error: ".length());
      }
      if (line.startsWith("panic: ")) {
        return "it panics over them: is there an empty value?";
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
          "cannot make a folder in %s: %s"
              .formatted(System.getProperty("java.io.tmpdir"), Reason.of(e)),
          "check space there",
          e);
    }
  }
}
