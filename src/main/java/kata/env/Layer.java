package kata.env;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import kata.error.InputRefused;
import kata.error.KataException;

/**
 * Resolves the variables of one layer over the values below it. References within the layer work in
 * any order. A circular reference uses the previous definition: an earlier one of the same name in
 * the layer, else the value below.
 */
final class Layer {
  /** Linux's limit for one variable of a process: name, {@code =}, value and a NUL. */
  private static final int LONGEST = 128 * 1024;

  /** Limits the recursion, because every step uses stack. */
  private static final int DEEPEST = 100;

  private final List<Assignment> assignments;
  private final Map<String, String> below;
  private final Consumer<String> warn;

  /** The last definition of each name, and for each definition the one before it, or -1. */
  private final Map<String, Integer> last = new LinkedHashMap<>();

  private final int[] before;

  private final Map<Integer, String> resolved = new HashMap<>();
  private final BitSet busy = new BitSet();

  Layer(List<Assignment> assignments, Map<String, String> below, Consumer<String> warn) {
    this.assignments = assignments;
    this.below = below;
    this.warn = warn;
    this.before = new int[assignments.size()];
    for (int i = 0; i < before.length; i++) {
      String name = assignments.get(i).name();
      before[i] = last.getOrDefault(name, -1);
      last.put(name, i);
    }
  }

  /** Returns the values by name, in the order of first definition. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    last.forEach((name, index) -> values.put(name, value(index)));
    return values;
  }

  private String value(int index) {
    String known = resolved.get(index);
    if (known != null) {
      return known;
    }
    Assignment assignment = assignments.get(index);
    if (busy.cardinality() == DEEPEST) {
      throw refused(assignment, "refers to others through more than 100 steps", "");
    }
    busy.set(index);
    String value = assignment.expands() ? expand(assignment) : assignment.text();
    busy.clear(index);
    check(assignment, value);
    resolved.put(index, value);
    return value;
  }

  private String expand(Assignment assignment) {
    Set<String> circular = new HashSet<>();
    Expansion expansion;
    try {
      expansion =
          assignment.lenient()
              ? Interpolator.expandKnown(assignment.text(), name -> find(name, circular))
              : Interpolator.expand(assignment.text(), name -> find(name, circular));
    } catch (BadReference e) {
      throw new InputRefused(assignment.origin() + ": " + e.message(), e.hint(), e);
    }
    for (String name : expansion.unset()) {
      if (circular.contains(name)) {
        throw circle(assignment, name);
      }
      if (!assignment.lenient()) {
        warn.accept("%s: %s is not set, so it is empty".formatted(assignment.origin(), name));
      }
    }
    return expansion.text();
  }

  private Optional<String> find(String name, Set<String> circular) {
    int index = last.getOrDefault(name, -1);
    boolean back = index >= 0;
    while (index >= 0 && busy.get(index)) {
      index = before[index];
    }
    if (index >= 0) {
      return Optional.of(value(index));
    }
    String value = below.get(name);
    if (value == null && back) {
      circular.add(name);
    }
    return Optional.ofNullable(value);
  }

  private static void check(Assignment assignment, String value) {
    int size = (assignment.name() + "=" + value).getBytes(StandardCharsets.UTF_8).length + 1;
    if (size > LONGEST) {
      throw refused(
          assignment,
          "is longer than 128 KiB, the limit for a variable of a process",
          "put the value into a file, and the file's path into the variable");
    }
    if (value.indexOf('\0') >= 0) {
      throw refused(assignment, "contains a NUL byte, which a variable cannot have", "");
    }
  }

  private static KataException circle(Assignment assignment, String name) {
    String target = name.equals(assignment.name()) ? "itself" : name + ", which refers back to it";
    return refused(
        assignment,
        "refers to %s, and nothing sets %s before".formatted(target, name),
        "write the value itself; $$ is a plain dollar");
  }

  private static KataException refused(Assignment assignment, String what, String hint) {
    return KataException.refused(
        "%s: %s %s".formatted(assignment.origin(), assignment.name(), what), hint);
  }
}
