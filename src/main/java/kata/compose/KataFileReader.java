package kata.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kata.compose.Key.Place;
import kata.env.Assignment;
import kata.yaml.Mark;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;
import kata.yaml.YamlReader;

/** Reads kata-compose.yaml. Refuses mistakes with file, line and column. */
public final class KataFileReader {
  private static final Pattern SERVICE = Pattern.compile("[a-zA-Z0-9._-]+");

  /** Keys of earlier designs of kata. Compose would reject a file with them. */
  private static final List<String> IGNORED = List.of("app", "build", "instances");

  private final List<String> warnings = new ArrayList<>();
  private final List<ReleaseCommand> releases = new ArrayList<>();

  private KataFileReader() {}

  /** Reads the text of the file. Messages contain its name. */
  public static KataFile read(String file, String text) {
    return new KataFileReader().file(YamlReader.read(file, text));
  }

  private KataFile file(Yaml document) {
    Mapping root = mapping(document, "the file");
    KataKeys.refuseUnknown(root, Place.TOP);
    List<Assignment> environment = KataKeys.ENVIRONMENT.read(root).orElse(List.of());
    Optional<Mapping> server = KataKeys.CADDY.read(root);
    List<ServiceSpec> services = services(root, server.isPresent());
    for (String key : IGNORED) {
      Member member = root.members().get(key);
      if (member != null) {
        warnings.add("%s: '%s' is ignored at the top level".formatted(member.key().mark(), key));
      }
    }
    Mapping rest =
        root.without(KataKeys.names(Place.TOP).toArray(String[]::new))
            .without("services", "version")
            .without(IGNORED.toArray(String[]::new));
    return new KataFile(
        environment,
        services,
        server,
        KataKeys.MODE.read(root),
        release(root, services),
        KataKeys.PUBLIC_PORTS.read(root).orElse(false),
        rest,
        warnings);
  }

  /**
   * Returns the release command. The one at the top level is of the first service with the code.
   */
  private Optional<ReleaseCommand> release(Mapping root, List<ServiceSpec> services) {
    Optional<Member> ofFile = KataKeys.RELEASE.find(root);
    List<Mark> places = new ArrayList<>();
    ofFile.ifPresent(member -> places.add(member.key().mark()));
    releases.forEach(release -> places.add(release.mark()));
    if (places.size() > 1) {
      throw places
          .get(1)
          .refuse(
              "x-kata-release is here and at " + places.get(0),
              "one command runs per deploy: keep one of them");
    }
    if (ofFile.isEmpty()) {
      return releases.stream().findFirst();
    }
    Set<String> declared = ServiceVolumes.declared(root);
    String service =
        services.stream()
            .filter(one -> one.runsCode(one.body(), declared) && !Requirements.isOff(one.body()))
            .findFirst()
            .orElseThrow(
                () ->
                    ofFile
                        .get()
                        .key()
                        .mark()
                        .refuse(
                            "no service with the app's code can run x-kata-release",
                            "move it into the service that is to run it"))
            .name();
    return Optional.of(release(service, ofFile.get()));
  }

  private static ReleaseCommand release(String service, Member member) {
    Yaml written = KataKeys.RELEASE.parser().parse(member);
    return new ReleaseCommand(service, written, member.key().mark());
  }

  private List<ServiceSpec> services(Mapping root, boolean hasServer) {
    Optional<Yaml> services = root.get("services");
    if (services.isEmpty()) {
      if (hasServer || root.get("include").isPresent()) {
        return List.of();
      }
      throw root.mark().refuse("there is no 'services:' and no 'caddy:'", "add one of them");
    }
    List<ServiceSpec> specs = new ArrayList<>();
    for (Member member : mapping(services.get(), "services").members().values()) {
      specs.add(service(member));
    }
    if (specs.isEmpty() && !hasServer && root.get("include").isEmpty()) {
      throw services.get().mark().refuse("'services:' is empty", "add a service");
    }
    return specs;
  }

  private ServiceSpec service(Member member) {
    String name = member.key().text();
    if (!SERVICE.matcher(name).matches()) {
      throw member
          .key()
          .mark()
          .refuse(
              "'%s' is not a service name".formatted(name),
              "use letters, digits, dots, hyphens and underscores");
    }
    String what = "service '%s'".formatted(name);
    if (member.value().isNull()) {
      throw member.key().mark().refuse(what + " is empty", "give it an image, build or runtime");
    }
    Mapping body = mapping(member.value(), what);
    KataKeys.refuseUnknown(body, Place.SERVICE);
    Optional<String> runtime = runtime(what, body);
    List<Assignment> environment =
        body.get("environment").map(KataKeys::variables).orElse(List.of());
    KataKeys.RELEASE.find(body).ifPresent(found -> releases.add(release(name, found)));
    List<String> taken = new ArrayList<>(KataKeys.names(Place.SERVICE));
    if (runtime.isEmpty()) {
      taken.remove("runtime"); // if present, it is Docker's
    }
    Mapping rest = body.without("environment").without(taken.toArray(String[]::new));
    return new ServiceSpec(name, runtime, environment, rest);
  }

  private static Optional<String> runtime(String what, Mapping body) {
    boolean ownImage = body.get("image").isPresent() || body.get("build").isPresent();
    Optional<Member> asked = KataKeys.RUNTIME.find(body);
    if (asked.isEmpty()) {
      boolean elsewhere = body.get("extends").isPresent() || body.get("provider").isPresent();
      if (!ownImage && !elsewhere) {
        throw body.mark().refuse(what + " has no image, build or runtime", "add one of them");
      }
      return Optional.empty();
    }
    if (!ownImage) {
      return asked.map(KataKeys.RUNTIME.parser()::parse);
    }
    Yaml value = asked.get().value();
    if (asked.get().key().text().equals("runtime") && !KataKeys.isRuntime(value)) {
      return Optional.empty(); // a container runtime of Docker's, such as nvidia
    }
    throw value.mark().refuse(what + " has both an image and a runtime", "keep one of them");
  }

  private static Mapping mapping(Yaml yaml, String what) {
    if (yaml instanceof Mapping mapping) {
      return mapping;
    }
    throw yaml.mark().refuse("%s must be a mapping of keys to values".formatted(what), "");
  }
}
