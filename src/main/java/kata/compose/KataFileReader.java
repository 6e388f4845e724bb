package kata.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kata.env.Assignment;
import kata.home.Mode;
import kata.yaml.Mark;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;
import kata.yaml.YamlReader;

/** Reads kata-compose.yaml and refuses, with line and column, what kata or Compose cannot mean. */
public final class KataFileReader {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SERVICE = Pattern.compile("[a-zA-Z0-9._-]+");
  private static final Set<String> RUNTIMES = Set.of("python", "nodejs");

  /** Keys of earlier designs of kata; Compose would refuse the file for them. */
  private static final List<String> IGNORED = List.of("app", "build", "instances");

  private final List<String> warnings = new ArrayList<>();

  private KataFileReader() {}

  /** Reads the text of the file; its name is for messages. */
  public static KataFile read(String file, String text) {
    return new KataFileReader().file(YamlReader.read(file, text));
  }

  private KataFile file(Yaml document) {
    Mapping root = mapping(document, "the file");
    Optional<Yaml> environment = either(root, "environment", "x-environment");
    Optional<Yaml> caddy = either(root, "caddy", "x-caddy");
    Optional<Mapping> server = caddy.map(KataFileReader::server);
    List<ServiceSpec> services = services(root, server.isPresent());
    for (String key : IGNORED) {
      Member member = root.members().get(key);
      if (member != null) {
        warnings.add("%s: '%s' is ignored at the top level".formatted(member.key().mark(), key));
      }
    }
    Mapping rest =
        root.without("environment", "x-environment", "caddy", "x-caddy", "x-kata-mode", "services")
            .without("version")
            .without(IGNORED.toArray(String[]::new));
    return new KataFile(
        environment.map(KataFileReader::variables).orElse(List.of()),
        services,
        server,
        mode(root),
        rest,
        warnings);
  }

  private static Optional<Mode> mode(Mapping root) {
    return root.get("x-kata-mode")
        .map(
            yaml ->
                Mode.of(yaml instanceof Scalar scalar ? scalar.text() : "")
                    .orElseThrow(() -> yaml.mark().refuse("x-kata-mode is compose or swarm", "")));
  }

  private static Mapping server(Yaml yaml) {
    Mapping server = mapping(yaml, "caddy");
    refuseNulls(server);
    return server;
  }

  /** Caddy accepts some nulls, and then its handlers panic for every request. */
  private static void refuseNulls(Yaml yaml) {
    if (yaml.isNull()) {
      throw yaml.mark().refuse("an empty value in caddy would break Caddy", "remove the key");
    }
    if (yaml instanceof Sequence sequence) {
      sequence.items().forEach(KataFileReader::refuseNulls);
    } else if (yaml instanceof Mapping mapping) {
      mapping.members().values().forEach(member -> refuseNulls(member.value()));
    }
  }

  private static List<ServiceSpec> services(Mapping root, boolean hasServer) {
    Optional<Yaml> services = root.get("services");
    if (services.isEmpty()) {
      if (hasServer || root.get("include").isPresent()) {
        return List.of();
      }
      throw root.mark().refuse("there is no 'services:' and no 'caddy:'", "nothing would run");
    }
    List<ServiceSpec> specs = new ArrayList<>();
    for (Member member : mapping(services.get(), "services").members().values()) {
      specs.add(service(member));
    }
    if (specs.isEmpty() && !hasServer && root.get("include").isEmpty()) {
      throw services.get().mark().refuse("'services:' is empty", "nothing would run");
    }
    return specs;
  }

  private static ServiceSpec service(Member member) {
    String name = member.key().text();
    if (!SERVICE.matcher(name).matches()) {
      throw member.key().mark().refuse("'%s' is not a service name".formatted(name), "");
    }
    String what = "service '%s'".formatted(name);
    if (member.value().isNull()) {
      throw member.key().mark().refuse(what + " is empty", "give it an image, build or runtime");
    }
    Mapping body = mapping(member.value(), what);
    Optional<String> runtime = runtime(what, body);
    List<Assignment> environment =
        body.get("environment").map(KataFileReader::variables).orElse(List.of());
    Mapping rest = body.without("environment", "x-kata-runtime");
    return new ServiceSpec(
        name, runtime, environment, runtime.isPresent() ? rest.without("runtime") : rest);
  }

  private static Optional<String> runtime(String what, Mapping body) {
    boolean ownImage = body.get("image").isPresent() || body.get("build").isPresent();
    Optional<Yaml> asked = either(body, "x-kata-runtime", "runtime");
    if (asked.isEmpty()) {
      boolean elsewhere = body.get("extends").isPresent() || body.get("provider").isPresent();
      if (!ownImage && !elsewhere) {
        throw body.mark().refuse(what + " has no image, build or runtime", "add one of them");
      }
      return Optional.empty();
    }
    String runtime = asked.get() instanceof Scalar scalar ? scalar.text() : "";
    boolean known = RUNTIMES.contains(runtime);
    if (ownImage && !known && body.get("x-kata-runtime").isEmpty()) {
      return Optional.empty(); // a container runtime of Docker's, such as nvidia
    }
    if (ownImage) {
      throw asked
          .get()
          .mark()
          .refuse(what + " has both an image and a runtime", "keep one of them");
    }
    if (!known) {
      throw asked
          .get()
          .mark()
          .refuse("kata has no runtime '%s'".formatted(runtime), "use python, nodejs or an image");
    }
    return Optional.of(runtime);
  }

  private static List<Assignment> variables(Yaml yaml) {
    List<Assignment> variables = new ArrayList<>();
    if (yaml instanceof Mapping mapping) {
      for (Member member : mapping.members().values()) {
        variables.add(variable(member.key().text(), member.value(), member.key().mark()));
      }
    } else if (yaml instanceof Sequence sequence) {
      for (Yaml item : sequence.items()) {
        if (!(item instanceof Scalar scalar)) {
          throw item.mark().refuse("expected NAME=VALUE here", "");
        }
        int equals = scalar.text().indexOf('=');
        String name = equals < 0 ? scalar.text() : scalar.text().substring(0, equals);
        String value = equals < 0 ? "" : scalar.text().substring(equals + 1);
        variables.add(variable(name, new Scalar(value, false, item.mark()), item.mark()));
      }
    } else if (!yaml.isNull()) {
      throw yaml.mark().refuse("environment is a mapping or a list", "");
    }
    return variables;
  }

  private static Assignment variable(String name, Yaml value, Mark mark) {
    if (!VARIABLE.matcher(name).matches()) {
      throw mark.refuse("'%s' is not a variable name".formatted(name), "");
    }
    if (!(value instanceof Scalar scalar)) {
      throw value.mark().refuse("the value of %s must be text".formatted(name), "quote it");
    }
    if (scalar.text().indexOf('\0') >= 0) {
      throw value.mark().refuse("the value of %s holds a NUL".formatted(name), "");
    }
    String text = scalar.isNull() ? "" : scalar.text();
    return new Assignment(name, text, true, false, mark.toString());
  }

  private static Optional<Yaml> either(Mapping mapping, String one, String other) {
    Optional<Yaml> first = mapping.get(one);
    Optional<Yaml> second = mapping.get(other);
    if (first.isPresent() && second.isPresent()) {
      throw second
          .get()
          .mark()
          .refuse("'%s' and '%s' say the same".formatted(one, other), "keep one");
    }
    return first.or(() -> second);
  }

  private static Mapping mapping(Yaml yaml, String what) {
    if (yaml instanceof Mapping mapping) {
      return mapping;
    }
    throw yaml.mark().refuse("%s must be a mapping of keys to values".formatted(what), "");
  }
}
