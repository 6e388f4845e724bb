package kata.release;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kata.caddy.model.RouteBuilder;
import kata.compose.GenerationContext.RuntimeUse;
import kata.env.Env;
import kata.error.OperationFailed;
import kata.home.AtomicFile;
import kata.home.Mode;
import kata.json.Json;
import kata.text.Reason;

/**
 * What a release runs with, besides its code. An older version of kata recorded less.
 *
 * @param choice the mode chosen with {@code kata mode}
 * @param env the merged environment
 * @param dependencies the names of its folders below {@code envs/<app>}
 * @param server what Caddy has for it
 */
public record ReleaseRecord(
    String revision,
    Mode mode,
    Optional<Mode> choice,
    String deployedAt,
    Optional<Env> env,
    Optional<Set<String>> dependencies,
    Optional<ObjectNode> server) {

  public static ReleaseRecord of(
      Release release,
      Mode mode,
      Optional<Mode> choice,
      Env env,
      Map<String, RuntimeUse> runtimes,
      Optional<ObjectNode> server) {
    Set<String> dependencies =
        runtimes.values().stream()
            .map(use -> String.valueOf(use.dependencies().getFileName()))
            .collect(Collectors.toCollection(TreeSet::new));
    return new ReleaseRecord(
        release.revision(),
        mode,
        choice,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Optional.of(env),
        Optional.of(dependencies),
        server);
  }

  /** Returns what stands in a file; nothing when it is not there or is no record. */
  static Optional<ReleaseRecord> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode node = Json.read(Files.readString(file));
      return Optional.of(
          new ReleaseRecord(
              node.path("revision").asText(""),
              Mode.of(node.path("mode").asText("")).orElse(Mode.COMPOSE),
              Mode.of(node.path("choice").asText("")),
              node.path("deployedAt").asText(""),
              env(node.path("environment")),
              dependencies(node.path("dependencies")),
              node.path("server") instanceof ObjectNode server
                  ? Optional.of(server)
                  : Optional.empty()));
    } catch (JacksonException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new OperationFailed(
          "cannot read %s: %s".formatted(file, Reason.of(e)), "check permissions there", e);
    }
  }

  /** Returns what Caddy is to serve for it, or to say of it while the app is stopped. */
  Optional<ObjectNode> served(boolean stopped) {
    return stopped ? server.map(RouteBuilder::stopped) : server;
  }

  /** Writes it, for this user only: it holds secrets. */
  void write(Path file) {
    ObjectNode record = Json.object();
    record.put("revision", revision);
    record.put("mode", mode.word());
    choice.ifPresent(chosen -> record.put("choice", chosen.word()));
    record.put("deployedAt", deployedAt);
    env.ifPresent(values -> record.set("environment", Json.object(values.asMap())));
    dependencies.ifPresent(names -> record.set("dependencies", Json.array(names)));
    server.ifPresent(object -> record.set("server", object));
    AtomicFile.write(file, Json.pretty(record) + "\n", "rw-------");
  }

  private static Optional<Env> env(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    return Optional.of(Env.of(values));
  }

  private static Optional<Set<String>> dependencies(JsonNode node) {
    if (!node.isArray()) {
      return Optional.empty();
    }
    Set<String> names = new TreeSet<>();
    node.forEach(name -> names.add(name.asText()));
    return Optional.of(names);
  }
}
