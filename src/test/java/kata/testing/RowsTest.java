package kata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No row of a table is forgotten: what the gate leaves out is in the exhaustive run. */
final class RowsTest {
  private static final List<Integer> WHOLE = IntStream.range(0, 50).boxed().toList();

  @Test
  void the_two_parts_together_are_the_whole() {
    Rows<Integer> rows = Rows.of(WHOLE, row -> row % 7);
    assertThat(Stream.concat(rows.gate().stream(), rows.rest().stream()))
        .containsExactlyInAnyOrderElementsOf(WHOLE);
  }

  @Test
  void the_gate_has_one_row_of_each_kind_the_first() {
    Rows<Integer> rows = Rows.of(WHOLE, row -> row % 7);
    assertThat(rows.gate()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(rows.rest()).isSorted().startsWith(7).hasSize(43);
  }

  @Test
  void rows_that_are_equal_are_all_kept() {
    Rows<String> rows = Rows.of(List.of("a", "a", "b"), String::length);
    assertThat(rows.gate()).containsExactly("a");
    assertThat(rows.rest()).containsExactly("a", "b");
  }
}
