package kata.env;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kata.error.KataException;

/** Lays variables over each other: later layers win, and may refer to earlier ones. */
public final class EnvLayers {
  private EnvLayers() {}

  /**
   * Merges layers over a base. A name keeps the place of its first definition. Refuses a layer that
   * sets a reserved name, and a variable that refers to itself where no earlier layer sets it.
   *
   * @param warn told of every name that a layer refers to and nothing sets
   */
  public static Env merge(
      Map<String, String> base,
      Set<String> reserved,
      List<List<Assignment>> layers,
      Consumer<String> warn) {
    Map<String, String> merged = new LinkedHashMap<>(base);
    for (List<Assignment> layer : layers) {
      refuseReserved(layer, reserved);
      merged.putAll(new Layer(layer, merged, warn).values());
    }
    return Env.of(merged);
  }

  /**
   * Returns the variables that a service sets itself, in its order, by the same rules with the
   * environment of the app below them.
   */
  public static Map<String, String> own(Env app, List<Assignment> service, Consumer<String> warn) {
    return Env.of(new Layer(service, app.asMap(), warn).values()).asMap();
  }

  private static void refuseReserved(List<Assignment> layer, Set<String> reserved) {
    for (Assignment assignment : layer) {
      if (reserved.contains(assignment.name())) {
        throw KataException.refused(
            "%s: %s is set by kata".formatted(assignment.origin(), assignment.name()),
            "take it out, or choose another name");
      }
    }
  }
}
