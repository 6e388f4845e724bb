package kata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kata.caddy.model.RouteBuilder;
import kata.env.Env;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What kata makes of whole files. Each folder of {@code golden} but {@code help} holds a
 * kata-compose.yaml, the ENV of the operator where there is one, and what must come out; {@code
 * golden/example-NAME} holds what must come out of {@code examples/NAME}. Run with {@code
 * -Dkata.golden.write=true} to write the outcome again; then read it before you commit it.
 */
final class GoldenTest {
  static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final Path EXAMPLES = Path.of("examples");
  private static final boolean WRITE = Boolean.getBoolean("kata.golden.write");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  static List<Path> cases() throws IOException {
    return folders(GOLDEN).stream().filter(folder -> !folder.endsWith("help")).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_outcome_is_the_one_on_record(Path folder) throws IOException {
    Path source = source(folder);
    String text = Files.readString(source.resolve(Shop.FILE));
    Path overrides = folder.resolve("ENV");
    String env = Files.exists(overrides) ? Files.readString(overrides) : "";

    assertThat(Shop.generate(text, env).warnings()).isEmpty();
    compare(folder.resolve("compose.yaml"), Shop.generate(text, env).text());
    Path caddy = folder.resolve("caddy.json");
    if (Shop.read(text).caddy().isPresent()) {
      JsonNode server = server(text, env);
      if (WRITE) {
        Files.writeString(caddy, JSON.writeValueAsString(server) + "\n");
      }
      assertThat(JSON.readTree(JSON.writeValueAsString(server)))
          .isEqualTo(JSON.readTree(Files.readString(caddy)));
    } else {
      assertThat(caddy).doesNotExist();
    }
  }

  @Test
  void every_example_is_a_case() throws IOException {
    for (Path example : folders(EXAMPLES)) {
      if (Files.exists(example.resolve(Shop.FILE))) {
        assertThat(GOLDEN.resolve("example-" + example.getFileName())).isDirectory();
      }
    }
  }

  private static JsonNode server(String text, String overrides) {
    KataFile file = Shop.read(text);
    Env env = Shop.env(file, overrides, new ArrayList<>());
    return RouteBuilder.server(
        CaddySection.values(file.caddy().orElseThrow(), env), List.of(".git"));
  }

  static Path source(Path folder) {
    String name = String.valueOf(folder.getFileName());
    return name.startsWith("example-")
        ? EXAMPLES.resolve(name.substring("example-".length()))
        : folder;
  }

  private static void compare(Path expected, String text) throws IOException {
    if (WRITE) {
      Files.writeString(expected, text);
    }
    assertThat(text).isEqualTo(Files.readString(expected));
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> folders = Files.list(parent)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }
}
