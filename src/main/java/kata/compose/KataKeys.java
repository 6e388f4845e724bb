package kata.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import kata.compose.Key.Place;
import kata.env.Assignment;
import kata.home.Mode;
import kata.text.DidYouMean;
import kata.yaml.Mark;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;

/**
 * The keys that kata adds to a Compose file. The reader of the file, the table of the reference
 * page, the JSON Schema for editors and the answer to a misspelled key come from here.
 */
final class KataKeys {
  static final Key<List<Assignment>> ENVIRONMENT =
      new Key<>(
          "environment",
          Optional.of("x-environment"),
          List.of(Place.TOP),
          """
          {"oneOf": [
            {"type": "object",
             "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
             "additionalProperties": {"type": ["string", "number", "boolean", "null"]}},
            {"type": "array",
             "items": {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*(=|$)"}},
            {"type": "null"}]}""",
          "Sets [variables](environment.md) for all services of the app.",
          member -> variables(member.value()));

  static final Key<Mapping> CADDY =
      new Key<>(
          "caddy",
          Optional.of("x-caddy"),
          List.of(Place.TOP),
          """
          {"type": "object"}""",
          "Describes the app's [server in Caddy](#caddy).",
          KataKeys::server);

  static final Key<Mode> MODE =
      new Key<>(
          "x-kata-mode",
          Optional.empty(),
          List.of(Place.TOP),
          """
          {"enum": ["compose", "swarm"]}""",
          "Runs the app with `compose` or `swarm`: see [modes](modes.md).",
          KataKeys::mode);

  static final Key<Boolean> PUBLIC_PORTS =
      new Key<>(
          "x-kata-allow-public-ports",
          Optional.empty(),
          List.of(Place.TOP),
          """
          {"type": "boolean"}""",
          "`true` lets Swarm publish a port on every address, even if the file binds it to one.",
          KataKeys::publicPorts);

  static final Key<Yaml> RELEASE =
      new Key<>(
          "x-kata-release",
          Optional.empty(),
          List.of(Place.TOP, Place.SERVICE),
          """
          {"oneOf": [
            {"type": "string", "pattern": "\\\\S"},
            {"type": "array", "items": {"type": "string"}, "minItems": 1}]}""",
          "Runs [a command once per deploy](#a-command-per-deploy), before the new containers start.",
          member -> ReleaseCommand.checked(member.value()));

  /** In a service with an image, {@code runtime} is Compose's own key of that name. */
  static final Key<String> RUNTIME =
      new Key<>(
          "runtime",
          Optional.of("x-kata-runtime"),
          List.of(Place.SERVICE),
          """
          {"enum": ["python", "nodejs"]}""",
          "Runs the service with the [runtime](#runtimes) `python` or `nodejs`.",
          KataKeys::runtime);

  /** All of them, in the order of the reference page. */
  static final List<Key<?>> ALL = List.of(ENVIRONMENT, CADDY, MODE, PUBLIC_PORTS, RELEASE, RUNTIME);

  /** The beginning of kata's names. Other names with {@code x-} belong to the author. */
  private static final String PREFIX = "x-kata-";

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final List<String> RUNTIMES = List.of("python", "nodejs");

  private KataKeys() {}

  /** Returns all names that kata reads at a place. */
  static List<String> names(Place place) {
    return ALL.stream()
        .filter(key -> key.places().contains(place))
        .flatMap(key -> key.names().stream())
        .toList();
  }

  /** Returns whether a value is the name of one of kata's runtimes. */
  static boolean isRuntime(Yaml value) {
    return value instanceof Scalar scalar && RUNTIMES.contains(scalar.text());
  }

  /** Refuses a key that begins like one of kata's, and is unknown or in the wrong place. */
  static void refuseUnknown(Mapping mapping, Place place) {
    for (Member member : mapping.members().values()) {
      String name = member.key().text();
      if (name.startsWith(PREFIX)) {
        refuseUnknown(name, member.key().mark(), place);
      }
    }
  }

  private static void refuseUnknown(String name, Mark mark, Place place) {
    Optional<Key<?>> known = ALL.stream().filter(key -> key.names().contains(name)).findFirst();
    if (known.isEmpty()) {
      throw mark.refuse(
          "kata has no key '%s'".formatted(name),
          DidYouMean.question(names(), name)
              .orElse("keys beginning with %s are kata's: rename it".formatted(PREFIX)));
    }
    if (!known.get().places().contains(place)) {
      throw mark.refuse(
          "'%s' is not a key of the %s".formatted(name, place.words()),
          "move it to " + known.get().where());
    }
  }

  private static List<String> names() {
    return ALL.stream().flatMap(key -> key.names().stream()).toList();
  }

  /** Returns the variables of the app or of a service, in the order of the file. */
  static List<Assignment> variables(Yaml yaml) {
    List<Assignment> variables = new ArrayList<>();
    if (yaml instanceof Mapping mapping) {
      for (Member member : mapping.members().values()) {
        variables.add(variable(member.key().text(), member.value(), member.key().mark()));
      }
    } else if (yaml instanceof Sequence sequence) {
      for (Yaml item : sequence.items()) {
        if (!(item instanceof Scalar scalar)) {
          throw item.mark().refuse("expected NAME=VALUE here", "quote the item");
        }
        int equals = scalar.text().indexOf('=');
        String name = equals < 0 ? scalar.text() : scalar.text().substring(0, equals);
        String value = equals < 0 ? "" : scalar.text().substring(equals + 1);
        variables.add(variable(name, new Scalar(value, false, item.mark()), item.mark()));
      }
    } else if (!yaml.isNull()) {
      throw yaml.mark().refuse("environment must be a mapping or a list", "write NAME: value");
    }
    return variables;
  }

  private static Assignment variable(String name, Yaml value, Mark mark) {
    if (!VARIABLE.matcher(name).matches()) {
      throw mark.refuse(
          "'%s' is not a variable name".formatted(name),
          "use letters, digits and underscores; begin with no digit");
    }
    if (!(value instanceof Scalar scalar)) {
      throw value.mark().refuse("the value of %s must be text".formatted(name), "quote it");
    }
    if (scalar.text().indexOf('\0') >= 0) {
      throw value.mark().refuse("the value of %s contains a NUL".formatted(name), "remove it");
    }
    String text = scalar.isNull() ? "" : scalar.text();
    return new Assignment(name, text, true, false, mark.toString());
  }

  private static Mapping server(Member member) {
    if (!(member.value() instanceof Mapping server)) {
      throw member.value().mark().refuse("caddy must be a mapping of keys to values", "");
    }
    refuseNulls(server);
    return server;
  }

  /** Caddy accepts some nulls, and then its handlers panic for every request. */
  private static void refuseNulls(Yaml yaml) {
    if (yaml.isNull()) {
      throw yaml.mark().refuse("an empty value in caddy would break Caddy", "remove the key");
    }
    if (yaml instanceof Sequence sequence) {
      sequence.items().forEach(KataKeys::refuseNulls);
    } else if (yaml instanceof Mapping mapping) {
      mapping.members().values().forEach(member -> refuseNulls(member.value()));
    }
  }

  private static Mode mode(Member member) {
    return Mode.of(text(member.value()))
        .orElseThrow(
            () ->
                member
                    .value()
                    .mark()
                    .refuse("x-kata-mode is compose or swarm", "write one of them"));
  }

  private static Boolean publicPorts(Member member) {
    return switch (text(member.value())) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw member
              .value()
              .mark()
              .refuse("x-kata-allow-public-ports is true or false", "write one");
    };
  }

  private static String runtime(Member member) {
    if (!isRuntime(member.value())) {
      throw member
          .value()
          .mark()
          .refuse(
              "kata has no runtime '%s'".formatted(text(member.value())),
              "use python, nodejs or an image");
    }
    return text(member.value());
  }

  private static String text(Yaml yaml) {
    return yaml instanceof Scalar scalar ? scalar.text() : "";
  }
}
