package kata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kata.cli.ExitCode;
import kata.env.Assignment;
import kata.error.KataException;
import kata.home.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KataFileReaderTest {
  private static final String WEB = "services: {web: {image: example}}\n";

  @Test
  void the_additions_are_taken_out_and_the_rest_stays() {
    KataFile file =
        Shop.read(
            """
            name: shop
            x-kata-mode: swarm
            environment: {PORT: 8000}
            services:
              web: {runtime: python, command: run, environment: {A: b}}
              db: {image: postgres}
            caddy: {listen: [":80"]}
            volumes: {files: }
            x-mine: {a: 1}
            """);
    assertThat(file.mode()).contains(Mode.SWARM);
    assertThat(file.environment()).map(Assignment::name).containsExactly("PORT");
    assertThat(file.caddy()).isPresent();
    assertThat(file.rest().members()).containsOnlyKeys("name", "volumes", "x-mine");
    assertThat(file.runtimes()).containsExactly("python");
    assertThat(file.warnings()).isEmpty();
    ServiceSpec web = file.services().get(0);
    assertThat(web.name()).isEqualTo("web");
    assertThat(web.body().members()).containsOnlyKeys("command");
    assertThat(web.environment()).map(Assignment::text).containsExactly("b");
    assertThat(file.services().get(1).runtime()).isEmpty();
  }

  @Test
  void each_addition_has_a_name_that_plain_compose_passes_over() {
    KataFile file =
        Shop.read(
            """
            x-environment: [PORT=8000]
            x-caddy: {listen: [":80"]}
            services: {web: {x-kata-runtime: nodejs}}
            """);
    assertThat(file.environment()).map(Assignment::text).containsExactly("8000");
    assertThat(file.caddy()).isPresent();
    assertThat(file.runtimes()).containsExactly("nodejs");
    assertThat(file.rest().members()).isEmpty();
    assertThat(file.services().get(0).body().members()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'environment: {A: 1}\nx-environment: {B: 1}' -> 3:16: 'environment' and 'x-environment'",
        "'caddy: {listen: []}\nx-caddy: {listen: []}' -> 3:10: 'caddy' and 'x-caddy'",
      })
  void an_addition_given_under_both_names_is_refused(String text, String message) {
    assertThat(refusal(WEB + text)).hasMessage("kata-compose.yaml:" + message + " mean the same");
  }

  @Test
  void a_runtime_given_under_both_names_is_refused() {
    assertThat(refusal("services: {web: {runtime: python, x-kata-runtime: python}}"))
        .hasMessageEndingWith("'runtime' and 'x-kata-runtime' mean the same");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "services: -> 1:10: services must be a mapping of keys to values",
        "services: null -> 1:11: services must be a mapping of keys to values",
        "services: [web] -> 1:11: services must be a mapping of keys to values",
        "services: {} -> 1:11: 'services:' is empty",
        "'services:\n  web:' -> 2:3: service 'web' is empty",
        "'services:\n  web: ~' -> 2:3: service 'web' is empty",
        "services: {web: text} -> 1:17: service 'web' must be a mapping of keys to values",
        "services: {web: {}} -> 1:17: service 'web' has no image, build or runtime",
        "services: {web: {command: x}} -> 1:17: service 'web' has no image, build or runtime",
        "services: {'a b': {image: x}} -> 1:12: 'a b' is not a service name",
        "services: {ä: {image: x}} -> 1:12: 'ä' is not a service name",
        "'a: 1' -> 1:1: there is no 'services:' and no 'caddy:'",
        "text -> 1:1: the file must be a mapping of keys to values",
        "[] -> 1:1: the file must be a mapping of keys to values",
      })
  void services_that_are_none_are_refused_with_their_place(
      String text, String message) { // fault 22
    assertThat(refusal(text)).hasMessage("kata-compose.yaml:" + message);
  }

  @Test
  void a_site_needs_no_services() {
    assertThat(Shop.read("caddy: {listen: [\":80\"]}").services()).isEmpty();
    assertThat(Shop.read("include: [other.yaml]").services()).isEmpty();
  }

  @Test
  void a_service_may_have_its_image_from_elsewhere() {
    assertThat(Shop.read("services: {web: {extends: {service: x}}}").services()).hasSize(1);
    assertThat(Shop.read("services: {db: {provider: {type: cloud}}}").services()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "image: x, runtime: python -> 37: service 'web' has both an image and a runtime",
        "build: ., runtime: nodejs -> 37: service 'web' has both an image and a runtime",
        "image: x, x-kata-runtime: python -> 44: service 'web' has both an image and a runtime",
        "image: x, x-kata-runtime: nvidia -> 44: service 'web' has both an image and a runtime",
        "runtime: ruby -> 27: kata has no runtime 'ruby'",
        "runtime: Python -> 27: kata has no runtime 'Python'",
        "runtime: -> 26: kata has no runtime ''",
        "runtime: [python] -> 27: kata has no runtime ''",
      })
  void an_image_excludes_a_runtime_and_there_are_two_runtimes(
      String text, String message) { // fault 25
    assertThat(refusal("services: {web: {" + text + "}}"))
        .hasMessage("kata-compose.yaml:1:" + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nvidia", "runc", "io.containerd.runsc.v1"})
  void a_container_runtime_of_dockers_passes_with_an_image(String runtime) { // fault 25
    ServiceSpec web =
        Shop.read("services: {web: {image: x, runtime: %s}}".formatted(runtime)).services().get(0);
    assertThat(web.runtime()).isEmpty();
    assertThat(web.body().get("runtime")).isPresent();
  }

  @Test
  void keys_of_earlier_designs_are_ignored_with_a_warning() { // fault 31
    KataFile file =
        Shop.read("version: '3.8'\napp: shop\nbuild: {x: y}\ninstances: {web: 2}\n" + WEB);
    assertThat(file.warnings())
        .containsExactly(
            "kata-compose.yaml:2:1: 'app' is ignored at the top level",
            "kata-compose.yaml:3:1: 'build' is ignored at the top level",
            "kata-compose.yaml:4:1: 'instances' is ignored at the top level");
    assertThat(file.rest().members()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "both", "Swarm", "[swarm]", "true"})
  void a_mode_is_compose_or_swarm(String mode) {
    assertThat(refusal(WEB + "x-kata-mode: " + mode))
        .hasMessageStartingWith("kata-compose.yaml:2:1")
        .hasMessageEndingWith(": x-kata-mode is compose or swarm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{A: true, B: , C: 1.10, D: 0755, E: no, F: ~, G: 'x=y', H: 2024-01-02}",
        "[A=true, B=, C=1.10, D=0755, E=no, F, G=x=y, H=2024-01-02]",
      })
  void variables_are_a_mapping_or_a_list_and_keep_their_text(String text) { // fault 22, fault 23
    List<Assignment> variables = Shop.read(WEB + "environment: " + text).environment();
    assertThat(variables)
        .map(each -> each.name() + "=" + each.text())
        .containsExactly("A=true", "B=", "C=1.10", "D=0755", "E=no", "F=", "G=x=y", "H=2024-01-02");
    assertThat(variables).allMatch(each -> each.expands() && !each.lenient());
    assertThat(variables.get(0).origin()).isEqualTo("kata-compose.yaml:2:15");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[]"})
  void there_may_be_no_variables(String text) {
    assertThat(Shop.read(WEB + "environment: " + text).environment()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "text -> 2:14: environment must be a mapping or a list",
        "{A: [1]} -> 2:18: the value of A must be text",
        "{A: {b: c}} -> 2:18: the value of A must be text",
        "[{A: b}] -> 2:15: expected NAME=VALUE here",
        "{A-B: 1} -> 2:15: 'A-B' is not a variable name",
        "{1A: 1} -> 2:15: '1A' is not a variable name",
        "[=x] -> 2:15: '' is not a variable name",
        "['A B=x'] -> 2:15: 'A B' is not a variable name",
        "{Ä: 1} -> 2:15: 'Ä' is not a variable name",
        "'{A: \"a\\0b\"}' -> 2:18: the value of A contains a NUL",
      })
  void what_is_no_variable_is_refused(String text, String message) {
    assertThat(refusal(WEB + "environment: " + text)).hasMessage("kata-compose.yaml:" + message);
  }

  @Test
  void a_refused_value_is_not_shown() {
    assertThat(refusal(WEB + "environment: {A: \"geheim\\0\"}")).message().doesNotContain("geheim");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'caddy:' -> 1:7: caddy must be a mapping of keys to values",
        "'caddy: []' -> 1:8: caddy must be a mapping of keys to values",
        "'caddy:\n  listen:' -> 2:10: an empty value in caddy would break Caddy",
        "'caddy:\n  listen: [~]' -> 2:12: an empty value in caddy would break Caddy",
        "'caddy:\n  routes: [{handle: [null]}]' -> 2:22: an empty value in caddy would break Caddy",
        "'caddy:\n  routes: [{match: }]' -> 2:19: an empty value in caddy would break Caddy",
        "'a: &n null\ncaddy: {b: [*n]}' -> 1:4: an empty value in caddy would break Caddy",
      })
  void a_null_anywhere_in_caddy_is_refused(String text, String message) {
    assertThat(refusal(text)).hasMessage("kata-compose.yaml:" + message);
  }

  private static KataException refusal(String text) {
    KataException refused = Shop.refusal(() -> Shop.read(text));
    assertThat(ExitCode.of(refused)).isEqualTo(ExitCode.REFUSED);
    return refused;
  }
}
