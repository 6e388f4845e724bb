package kata.env;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An immutable environment: names and values in a fixed order. */
public final class Env {
  private final Map<String, String> values;

  private Env(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Copies a map, in its order. */
  public static Env of(Map<String, String> values) {
    return new Env(values);
  }

  /** Returns the value of a name; empty when it is not set. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Returns all variables, in order, as an immutable map. */
  public Map<String, String> asMap() {
    return values;
  }

  /** Returns the names, without the values. */
  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
