package kata.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kata.env.Env;
import kata.env.Expansion;
import kata.env.Interpolator;
import kata.error.KataException;
import kata.yaml.Mark;
import kata.yaml.ScalarType;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;

/**
 * Expands variables in the values of a parsed document, never in keys. No value can change the
 * structure. A plain scalar whose result is a number or a boolean becomes one; any other result is
 * text.
 */
final class Expander {
  /** The keys whose values Compose requires as text, even if they look like numbers. */
  private static final Set<String> TEXT =
      Set.of(
          "command",
          "entrypoint",
          "test",
          "user",
          "hostname",
          "domainname",
          "working_dir",
          "container_name",
          "dns",
          "extra_hosts",
          "labels",
          "stop_grace_period");

  private final Env env;
  private final Consumer<Unset> unset;

  /** A variable in a value that is not set. */
  record Unset(String name, Mark mark) {
    KataException refusal() {
      return mark.refuse(
          name + " is not set",
          "set it under environment: or in ENV in the config folder of the app; write a literal"
              + " dollar as $$");
    }
  }

  /** Expands from an environment. Passes every variable that is not set to a consumer. */
  Expander(Env env, Consumer<Unset> unset) {
    this.env = env;
    this.unset = unset;
  }

  Mapping expand(Mapping mapping) {
    return expand(mapping, false);
  }

  private Mapping expand(Mapping mapping, boolean text) {
    Map<String, Member> members = new LinkedHashMap<>();
    mapping
        .members()
        .forEach(
            (key, m) ->
                members.put(
                    key, new Member(m.key(), expand(m.value(), text || TEXT.contains(key)))));
    return new Mapping(members, mapping.mark());
  }

  /** Expands a value whose scalars are text, whatever they look like. */
  Yaml expandText(Yaml yaml) {
    return expand(yaml, true);
  }

  private Yaml expand(Yaml yaml, boolean text) {
    if (yaml instanceof Mapping mapping) {
      return expand(mapping, text);
    }
    if (yaml instanceof Sequence sequence) {
      List<Yaml> items = new ArrayList<>();
      sequence.items().forEach(item -> items.add(expand(item, text)));
      return new Sequence(items, sequence.mark());
    }
    return expand((Scalar) yaml, text);
  }

  private Scalar expand(Scalar scalar, boolean asText) {
    if (scalar.text().indexOf('$') < 0) {
      return scalar;
    }
    Expansion expansion;
    try {
      expansion = Interpolator.expand(scalar.text(), env::get);
    } catch (KataException e) {
      throw scalar.mark().refuse(e.message(), e.hint());
    }
    expansion.unset().forEach(name -> unset.accept(new Unset(name, scalar.mark())));
    if (!expansion.changed()) {
      return scalar;
    }
    String text = expansion.text();
    if (scalar.plain() && !asText && ScalarType.isTyped(text)) {
      return new Scalar(text, true, scalar.mark());
    }
    return scalar.plain()
        ? Yaml.string(text, scalar.mark())
        : new Scalar(text, false, scalar.mark());
  }
}
