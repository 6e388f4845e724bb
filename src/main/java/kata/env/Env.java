package kata.env;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An environment: names and values in a fixed order, never changed. */
public final class Env {
  private final Map<String, String> values;

  private Env(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Copies a map, in its order. */
  public static Env of(Map<String, String> values) {
    return new Env(values);
  }

  /** Returns the value of a name, or nothing when it is not set. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Returns all of it, in order, as a map that cannot be changed. */
  public Map<String, String> asMap() {
    return values;
  }

  /** Lists the names, without the values. */
  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
