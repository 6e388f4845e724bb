package kata.compose;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.YamlReader;
import kata.yaml.YamlWriter;

/**
 * What happens to the containers of a service when one generated file replaces another.
 *
 * @param service its name
 * @param kind what happens
 */
public record ServiceChange(String service, Kind kind) {
  /** What happens to the containers of a service. */
  public enum Kind {
    /** The service is new. */
    STARTS,
    /** Its definition is the same. */
    STAYS,
    /** Its definition differs, or it runs the code of the app. */
    IS_REPLACED,
    /** The new file does not have it. */
    IS_REMOVED
  }

  /**
   * Compares two generated files. A service that runs the code has its revision in a label, so a
   * new commit replaces it.
   *
   * @param now the file that runs, or the empty string
   * @param then the file that is going to run, or the empty string
   */
  public static List<ServiceChange> between(String now, String then) {
    Map<String, String> old = services(now);
    Map<String, String> fresh = services(then);
    Set<String> names = new LinkedHashSet<>(fresh.keySet());
    names.addAll(old.keySet());
    List<ServiceChange> changes = new ArrayList<>();
    for (String name : names) {
      Optional<String> before = Optional.ofNullable(old.get(name));
      Optional<String> after = Optional.ofNullable(fresh.get(name));
      changes.add(new ServiceChange(name, kind(before, after)));
    }
    return changes;
  }

  /** Returns the change as a sentence. */
  public String displayText() {
    return "service '%s' %s"
        .formatted(
            service,
            switch (kind) {
              case STARTS -> "starts";
              case STAYS -> "is unchanged and keeps running";
              case IS_REPLACED -> "is replaced";
              case IS_REMOVED -> "is removed";
            });
  }

  private static Kind kind(Optional<String> before, Optional<String> after) {
    if (before.isEmpty()) {
      return Kind.STARTS;
    }
    if (after.isEmpty()) {
      return Kind.IS_REMOVED;
    }
    return before.equals(after) ? Kind.STAYS : Kind.IS_REPLACED;
  }

  private static Map<String, String> services(String generated) {
    Map<String, String> services = new TreeMap<>();
    if (!generated.isBlank()
        && YamlReader.read("generated", generated) instanceof Mapping document
        && document.get("services").orElse(null) instanceof Mapping all) {
      all.members().forEach((name, member) -> services.put(name, text(member.value())));
    }
    return services;
  }

  private static String text(Yaml service) {
    return YamlWriter.write(service);
  }
}
