package kata.env;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kata.error.KataException;

/** Merges layers of variables: later layers override earlier ones, and may refer to them. */
public final class EnvLayers {
  private EnvLayers() {}

  /**
   * Merges layers over a base. A name keeps the position of its first definition. Rejects a layer
   * that sets a reserved name, and a variable that refers to itself if no earlier layer sets it.
   *
   * @param warn gets a warning for every name that a layer refers to and nothing sets
   */
  public static Env merge(
      Map<String, String> base,
      Set<String> reserved,
      List<List<Assignment>> layers,
      Consumer<String> warn) {
    Map<String, String> merged = new LinkedHashMap<>(base);
    for (List<Assignment> layer : layers) {
      rejectReserved(layer, reserved);
      merged.putAll(new Layer(layer, merged, warn).values());
    }
    return Env.of(merged);
  }

  /**
   * Returns the variables that a service sets itself, in its order, resolved over the app's
   * environment by the same rules.
   */
  public static Map<String, String> own(Env app, List<Assignment> service, Consumer<String> warn) {
    return Env.of(new Layer(service, app.asMap(), warn).values()).asMap();
  }

  private static void rejectReserved(List<Assignment> layer, Set<String> reserved) {
    for (Assignment assignment : layer) {
      if (reserved.contains(assignment.name())) {
        throw KataException.refused(
            "%s: %s is set by kata".formatted(assignment.origin(), assignment.name()),
            "remove it, or choose another name");
      }
    }
  }
}
