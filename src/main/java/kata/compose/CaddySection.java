package kata.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kata.env.Env;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;

/** Converts the caddy section to plain Java values: maps, lists, strings, numbers, booleans. */
public final class CaddySection {
  private CaddySection() {}

  /** Returns the section with variables expanded. Refuses a variable that is not set. */
  public static Map<String, Object> values(Mapping section, Env env) {
    Expander expander =
        new Expander(
            env,
            unset -> {
              throw unset.refusal();
            });
    return map(expander.expand(section));
  }

  private static Map<String, Object> map(Mapping mapping) {
    Map<String, Object> values = new LinkedHashMap<>();
    mapping.members().forEach((key, member) -> values.put(key, value(member.value())));
    return values;
  }

  private static Object value(Yaml yaml) {
    if (yaml instanceof Mapping mapping) {
      return map(mapping);
    }
    if (yaml instanceof Sequence sequence) {
      List<Object> items = new ArrayList<>();
      sequence.items().forEach(item -> items.add(value(item)));
      return items;
    }
    return ((Scalar) yaml).value();
  }
}
