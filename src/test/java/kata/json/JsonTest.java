package kata.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":{\"b\":[1,-2,true,false,null,\"x\"]},\"c\":\"\"}",
        "9223372036854775808",
        "-2147483649",
        "1.10000000000000000000000000001",
        "1E+2",
        "\"\\\"\\\\\\n\\u0000é€😀\"",
      })
  void what_is_read_is_written_the_same(String text) throws IOException {
    assertThat(Json.text(Json.read(text))).isEqualTo(text);
    assertThat(Json.bytes(Json.read(text.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void trees_are_those_of_a_mapper() throws IOException {
    String text = "{\"a\":[1,2147483648,{\"b\":null}],\"c\":\"x\",\"d\":true}";

    assertThat(Json.read(text)).isEqualTo(new ObjectMapper().readTree(text));
    assertThat(Json.pretty(Json.read(text))).isEqualTo(Json.read(text).toPrettyString());
  }

  @Test
  void texts_become_objects_and_arrays() {
    assertThat(Json.text(Json.object(Map.of("a", "1")))).isEqualTo("{\"a\":\"1\"}");
    assertThat(Json.text(Json.array(List.of("a", "b")))).isEqualTo("[\"a\",\"b\"]");
  }

  @Test
  void an_empty_text_is_a_missing_node() throws IOException {
    assertThat(Json.read("").isMissingNode()).isTrue();
    assertThat(Json.read(new byte[0]).isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1", "{\"a\"", "{\"a\":", "}", "]", "x", "{\"a\":}", "\"a", "tru"})
  void what_is_no_json_is_refused(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JacksonException.class);
  }

  @Test
  void the_last_of_two_members_counts_and_what_follows_the_value_is_not_read() throws IOException {
    assertThat(Json.text(Json.read("{\"a\":1,\"a\":2} x"))).isEqualTo("{\"a\":2}");
  }

  @Test
  void depth_has_a_limit() {
    assertThatThrownBy(() -> Json.read("[".repeat(100_000))).isInstanceOf(JacksonException.class);
  }
}
