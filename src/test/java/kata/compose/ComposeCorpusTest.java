package kata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import kata.error.KataException;
import kata.yaml.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that people wrote for Compose itself. */
final class ComposeCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus/compose");

  /** What kata refuses of them as YAML, and with which words. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "compose-go_loader_empty.yaml",
          "f:2:1: the file is empty",
          "compose-go_loader_extends_reset.yaml",
          "f:7:14: kata does not know the tag '!reset'");

  /** What kata refuses of them as an app: nothing to run, or a variable of the caller's. */
  private static final Set<String> REFUSED_AS_APP =
      Set.of(
          "compose-go_loader_extends_base.yaml",
          "docker-compose_e2e_TestEnvInterpolation_compose.yaml",
          "docker-compose_e2e_TestLocalComposeConfigNoConsistency_compose.yaml",
          "docker-compose_e2e_TestUpImageID_compose.yaml",
          "docker-compose_e2e_TestUpWithAllResources_compose.yaml",
          "docker-compose_e2e_environment_env-interpolation_compose.yaml",
          "docker-compose_e2e_publish_oci_compose-override.yaml",
          "docker-compose_e2e_resources_compose.yaml");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
    }
  }

  @Test
  void all_but_these_are_read_as_yaml() throws IOException {
    Map<String, String> refused = new TreeMap<>();
    for (Path file : files()) {
      try {
        YamlReader.read("f", Files.readString(file));
      } catch (KataException e) {
        refused.put(String.valueOf(file.getFileName()), e.message());
      }
    }
    assertThat(refused).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_is_refused_or_generated_the_same_twice(Path file) throws IOException {
    String text = Files.readString(file);
    String generated;
    try {
      generated = Shop.generate(text).text();
    } catch (KataException e) {
      assertThat(e.message()).startsWith(Shop.FILE + ":");
      String name = String.valueOf(file.getFileName());
      assertThat(REFUSED.containsKey(name) || REFUSED_AS_APP.contains(name)).as(name).isTrue();
      return;
    }
    assertThat(Shop.generate(text).text()).isEqualTo(generated);
    assertThat(YamlReader.read("generated", generated)).isNotNull();
  }
}
