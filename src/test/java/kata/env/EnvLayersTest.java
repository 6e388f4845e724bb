package kata.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import kata.error.KataException;
import org.junit.jupiter.api.Test;

final class EnvLayersTest {
  private final Map<String, String> base = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  @Test
  void a_later_layer_wins_and_a_name_keeps_its_first_place() {
    base.put("HOST", "127.0.0.1");
    base.put("ROOT", "/r");

    Env env = merge(app("B: 1", "A: 1", "HOST: ::1"), EnvFile.parse("ENV", "C=2\nB=2"));

    assertThat(env.asMap())
        .containsExactly(
            entry("HOST", "::1"),
            entry("ROOT", "/r"),
            entry("B", "2"),
            entry("A", "1"),
            entry("C", "2"));
    assertThat(env.get("B")).hasValue("2");
    assertThat(env.get("NO")).isEmpty();
  }

  @Test
  void of_two_files_the_later_wins_and_may_refer_to_the_earlier() { // fault 21
    Env env = merge(EnvFile.parse("ENV", "A=1\nB=1"), EnvFile.parse(".env", "B=2\nC=$A\nC=$C$B"));

    assertThat(env.asMap()).containsExactly(entry("A", "1"), entry("B", "2"), entry("C", "12"));
  }

  @Test
  void a_name_that_kata_sets_is_refused_in_every_layer() { // fault 21
    base.put("APP_ROOT", "/app");

    assertThatThrownBy(() -> merge(app("A: 1"), EnvFile.parse("ENV", "A=1\nAPP_ROOT=s3cret")))
        .isInstanceOf(KataException.class)
        .hasMessage("ENV:2: APP_ROOT is set by kata");
    assertThatThrownBy(() -> merge(app("APP_ROOT: s3cret")))
        .hasMessage("kata-compose.yaml:1:3: APP_ROOT is set by kata");
  }

  @Test
  void a_value_may_refer_to_its_own_layer_in_any_order_and_to_earlier_ones() {
    base.put("DATA_ROOT", "/data/blog");

    Env env = merge(app("URL: http://$HOST:${PORT}", "HOST: h", "PORT: 80", "DB: $DATA_ROOT/db"));

    assertThat(env.get("URL")).hasValue("http://h:80");
    assertThat(env.get("DB")).hasValue("/data/blog/db");
    assertThat(warnings).isEmpty();
  }

  @Test
  void an_earlier_layer_does_not_see_a_later_one() {
    Env env = merge(app("A: 1", "URL: $A"), EnvFile.parse("ENV", "A=2"));

    assertThat(env.get("URL")).hasValue("1");
  }

  @Test
  void a_value_that_refers_to_itself_means_the_earlier_layer() {
    base.put("PATH", "/bin");

    Env env = merge(app("PATH: /x:$PATH"), EnvFile.parse("ENV", "PATH=/y:$PATH\nPATH=/z:$PATH"));

    assertThat(env.get("PATH")).hasValue("/z:/y:/x:/bin");
  }

  @Test
  void a_circle_means_the_earlier_layer() {
    base.put("A", "0");

    assertThat(merge(app("A: a$B", "B: b$A")).asMap())
        .containsExactly(entry("A", "ab0"), entry("B", "b0"));
  }

  @Test
  void a_circle_without_an_earlier_value_is_refused() {
    assertThatThrownBy(() -> merge(app("A: 1", "PATH: /x:$PATH")))
        .isInstanceOf(KataException.class)
        .hasMessage("kata-compose.yaml:2:3: PATH refers to itself, and nothing sets PATH before");
    assertThatThrownBy(() -> merge(EnvFile.parse("ENV", "A=s3cret$B\nB=s3cret$A")))
        .hasMessage("ENV:2: B refers to A, which refers back to it, and nothing sets A before");
  }

  @Test
  void a_default_ends_a_circle() {
    Env env = merge(app("PORT: ${PORT:-8000}"), EnvFile.parse("ENV", "H=${H:-h}"));

    assertThat(env.asMap()).containsExactly(entry("PORT", "8000"), entry("H", "h"));
  }

  @Test
  void a_name_that_is_not_set_is_empty_and_warned_about_once() {
    Env env = merge(app("A: x$NO$NO", "B: $A$A"));

    assertThat(env.get("B")).hasValue("xx");
    assertThat(warnings).containsExactly("kata-compose.yaml:1:3: NO is not set, so it is empty");
  }

  @Test
  void a_password_with_dollars_in_a_file_stays_as_written() { // fault 19
    Env env =
        merge(
            EnvFile.parse(
                "ENV",
                """
                HASH=$2y$10$abcDEF
                PLAIN=pa$sword$5x
                SINGLE='pa$PLAIN$$x'
                DOUBLE="pa\\$PLAIN$sword"
                COPY=$PLAIN
                """));

    assertThat(env.asMap())
        .containsExactly(
            entry("HASH", "$2y$10$abcDEF"),
            entry("PLAIN", "pa$sword$5x"),
            entry("SINGLE", "pa$PLAIN$$x"),
            entry("DOUBLE", "pa$PLAIN$sword"),
            entry("COPY", "pa$sword$5x"));
    assertThat(warnings).isEmpty();
  }

  @Test
  void a_value_keeps_its_text() { // fault 23
    Env env = merge(app("A: true", "B: 0755", "C: 1.10", "D: null", "E: "));

    assertThat(env.asMap().values()).containsExactly("true", "0755", "1.10", "null", "");
  }

  @Test
  void a_bad_reference_is_refused_with_its_place_and_without_the_value() {
    assertThatThrownBy(() -> merge(app("A: $B", "B: s3cret${")))
        .isInstanceOf(KataException.class)
        .hasMessageStartingWith("kata-compose.yaml:2:3: invalid ${...}")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> merge(EnvFile.parse("ENV", "A=s3cret${PORT:?set it in ENV}")))
        .hasMessage("ENV:1: PORT is not set: set it in ENV");
  }

  @Test
  void values_that_no_process_can_be_given_are_refused() {
    String half = "x".repeat(70_000);

    assertThatThrownBy(() -> merge(app("A: " + half, "B: $A$A")))
        .isInstanceOf(KataException.class)
        .hasMessageStartingWith("kata-compose.yaml:2:3: B is longer than 128 KiB");
    assertThatThrownBy(() -> merge(app("A: a\0b")))
        .hasMessageStartingWith("kata-compose.yaml:1:3: A contains a NUL byte");
  }

  @Test
  void a_long_chain_of_references_is_refused_and_does_not_exhaust_the_stack() {
    String[] lines =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "A%d: $A%d".formatted(i, i + 1))
            .toArray(String[]::new);

    assertThatThrownBy(() -> merge(app(lines)))
        .isInstanceOf(KataException.class)
        .hasMessageContaining("through more than 100 steps");
  }

  @Test
  void a_service_gets_its_own_variables_resolved_over_those_of_the_app() {
    Env env = Env.of(Map.of("PORT", "80", "HOST", "h"));

    Map<String, String> own =
        EnvLayers.own(env, app("URL: $HOST:$PORT", "PORT: 1$PORT", "X: $NO"), warnings::add);

    assertThat(own).containsExactly(entry("URL", "h:180"), entry("PORT", "180"), entry("X", ""));
    assertThat(warnings).containsExactly("kata-compose.yaml:3:3: NO is not set, so it is empty");
  }

  @Test
  void an_env_is_not_changed_and_does_not_show_its_values() {
    Map<String, String> source = new LinkedHashMap<>(Map.of("A", "s3cret"));
    Env env = Env.of(source);
    source.clear();

    assertThat(env.get("A")).hasValue("s3cret");
    assertThat(env).hasToString("[A]");
    assertThatThrownBy(() -> env.asMap().put("B", "1"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private Env merge(List<Assignment> layer) {
    return merge(layer, List.of());
  }

  private Env merge(List<Assignment> first, List<Assignment> second) {
    Set<String> reserved = Set.of("APP_ROOT", "PUID");
    return EnvLayers.merge(base, reserved, List.of(first, second), warnings::add);
  }

  /** Builds a layer like that of kata-compose.yaml: line n of the file is variable n. */
  private static List<Assignment> app(String... lines) {
    List<Assignment> layer = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split(": ", 2);
      String origin = "kata-compose.yaml:%d:3".formatted(layer.size() + 1);
      layer.add(new Assignment(parts[0], parts[1], true, false, origin));
    }
    return layer;
  }
}
