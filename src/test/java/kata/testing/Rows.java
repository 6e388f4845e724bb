package kata.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The rows of a table of whole deploys, in two parts: the first row of each kind is for the gate,
 * the others are for tests with the tag {@code exhaustive}. See docs/testing.md.
 *
 * @param gate one row of each kind
 * @param rest all other rows
 */
public record Rows<T>(List<T> gate, List<T> rest) {
  /** Keeps the parts as they are. */
  public Rows {
    gate = List.copyOf(gate);
    rest = List.copyOf(rest);
  }

  /** Parts a whole table by the kind of its rows, and keeps the order of the rows. */
  public static <T> Rows<T> of(List<T> whole, Function<? super T, ?> kind) {
    Set<Object> kinds = new HashSet<>();
    List<T> gate = new ArrayList<>();
    List<T> rest = new ArrayList<>();
    for (T row : whole) {
      (kinds.add(kind.apply(row)) ? gate : rest).add(row);
    }
    return new Rows<>(gate, rest);
  }
}
