package kata.compose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kata.env.Env;
import kata.yaml.Yaml;
import kata.yaml.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Docker's own readers of what kata writes. They ask no daemon. */
final class ComposeConfigIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> VALUES = values();

  @TempDir private Path folder;

  private static Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("DOLLARS", "$ $$ $1 $A ${B} ${C:-d} $(e) a$");
    values.put("PASSWORD", "pa$sword$5x");
    values.put("BCRYPT", "$2a$14$abcDEF.ghi/jkl");
    values.put("QUOTES", "'single' \"double\" `back`");
    values.put("BACKSLASHES", "\\ \\n \\\\ \\u0041 C:\\dir");
    values.put("SPACES", "  two before, one after ");
    values.put("TAB", "a\tb");
    values.put("LINES", "one\ntwo\n\n  four\r\nfive\n");
    values.put("UNICODE", "é 型 😀 \u00a0\u0085\u2028\uFEFF");
    values.put("CONTROL", "\u0001\u001b[0m\u007f\u0080");
    values.put("YAML", "a: b\n- c #d {e} [f] &g *h !i | > % @ `");
    values.put("LONG", "word ".repeat(2000));
    values.put("EMPTY", "");
    for (String text :
        List.of(
            "null",
            "~",
            "yes",
            "no",
            "true",
            "0755",
            "1.10",
            "1e3",
            "22:22",
            "2024-01-02",
            "1_000",
            "0x1F",
            ".inf",
            "=",
            "<<")) {
      values.put("TEXT_" + values.size(), text);
    }
    return values;
  }

  static List<Path> cases() throws IOException {
    return GoldenTest.cases();
  }

  /** The cases that do not choose Compose: its keys that Swarm does not know are no fault. */
  static List<Path> swarmCases() throws IOException {
    List<Path> cases = new ArrayList<>();
    for (Path each : GoldenTest.cases()) {
      String text = Files.readString(GoldenTest.source(each).resolve(Shop.FILE));
      if (Shop.read(text).mode().isEmpty()) {
        cases.add(each);
      }
    }
    assertThat(cases).isNotEmpty();
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void compose_reads_every_golden_file(Path golden) throws Exception {
    compose(golden.resolve("compose.yaml"), "-q");
  }

  @ParameterizedTest
  @MethodSource("swarmCases")
  void swarm_reads_every_golden_file_that_is_meant_for_it(Path golden) throws Exception {
    String file = golden.resolve("compose.yaml").toAbsolutePath().toString();
    run("docker", "stack", "config", "-c", file);
  }

  @Test
  void every_value_arrives_in_compose_byte_for_byte() throws Exception { // fault 19
    JsonNode read = JSON.readTree(compose(generated(), "--format", "json"));
    Map<String, String> arrived = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each :
        read.path("services").path("web").path("environment").properties()) {
      // What it prints is to be read by Compose once more, so it doubles dollars.
      arrived.put(each.getKey(), each.getValue().textValue().replace("$$", "$"));
    }
    assertThat(arrived).containsExactlyInAnyOrderEntriesOf(VALUES);
    List<String> command = new ArrayList<>();
    read.path("services")
        .path("web")
        .path("command")
        .forEach(item -> command.add(item.textValue().replace("$$", "$")));
    assertThat(command).containsExactly("$HOME", VALUES.get("DOLLARS"), VALUES.get("LINES"), "$1");
  }

  @Test
  void every_value_arrives_in_swarm_byte_for_byte() throws Exception {
    String printed = run("docker", "stack", "config", "-c", generated().toString());
    // The engine knows no escape for a line separator.
    Yaml read = YamlReader.read("printed", printed.replace("\\L", "\u2028"));
    Map<String, String> arrived = new LinkedHashMap<>();
    for (String step : List.of("services", "web", "environment")) {
      read = ((Yaml.Mapping) read).get(step).orElseThrow();
    }
    ((Yaml.Mapping) read)
        .members()
        .forEach((key, member) -> arrived.put(key, ((Yaml.Scalar) member.value()).text()));
    assertThat(arrived).containsExactlyInAnyOrderEntriesOf(VALUES);
  }

  private Path generated() throws IOException {
    KataFile file =
        Shop.read("services: {web: {image: example, command: [$$HOME, \"$DOLLARS\", $LINES, $1]}}");
    String text =
        ComposeGenerator.generate(file, Env.of(VALUES), Shop.placement(file.runtimes())).text();
    return Files.writeString(folder.resolve("compose.yaml"), text);
  }

  private String compose(Path file, String... arguments) throws Exception {
    return run(composeCommand(file, arguments));
  }

  private String[] composeCommand(Path file, String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "compose", "-p", "shop"));
    command.addAll(List.of("--env-file", "/dev/null", "--project-directory", folder.toString()));
    command.addAll(List.of("-f", file.toAbsolutePath().toString(), "config"));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  private String run(String... command) throws Exception {
    int code = attempt(command);
    assertThat(code).as(() -> read(folder.resolve("errors"))).isZero();
    return Files.readString(folder.resolve("output"), UTF_8);
  }

  private int attempt(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(folder.resolve("errors").toFile());
    builder.environment().put("DOCKER_HOST", "tcp://127.0.0.1:1");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
