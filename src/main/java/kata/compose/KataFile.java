package kata.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kata.env.Assignment;
import kata.env.Env;
import kata.home.Mode;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;

/**
 * The parsed kata-compose.yaml.
 *
 * @param environment the top-level variables
 * @param services the services in the order of the file; may be empty if there is a caddy section
 * @param caddy the caddy section, variables not expanded
 * @param mode the mode that the file chooses, if any
 * @param release the command that runs once per deploy, if any
 * @param publicPorts whether Swarm may publish a port on every address, if the file binds it to one
 * @param rest the top-level keys to pass through, without the services
 * @param warnings the warnings to print
 */
public record KataFile(
    List<Assignment> environment,
    List<ServiceSpec> services,
    Optional<Mapping> caddy,
    Optional<Mode> mode,
    Optional<ReleaseCommand> release,
    boolean publicPorts,
    Mapping rest,
    List<String> warnings) {
  /** Copies the lists. */
  public KataFile {
    environment = List.copyOf(environment);
    services = List.copyOf(services);
    warnings = List.copyOf(warnings);
  }

  /** Returns whether there are services, here or in an included file. */
  public boolean runsSomething() {
    return !services.isEmpty() || rest.get("include").isPresent();
  }

  /**
   * Returns the ports that its services publish. Refuses a variable in them that is not set, except
   * in services with profiles.
   */
  public List<PublishedPort> ports(Env env) {
    Expander expander = new Expander(env, unset -> {}); // the generator warns about those
    Expander strict =
        new Expander(
            env,
            unset -> {
              throw unset.refusal();
            });
    List<PublishedPort> published = new ArrayList<>();
    for (ServiceSpec service : services) {
      Mapping body = service.body();
      Member ports = body.members().get("ports");
      if (ports != null && !Requirements.isOff(body)) {
        strict.expand(new Mapping(Map.of("ports", ports), body.mark()));
      }
      published.addAll(PublishedPort.of(service.name(), expander.expand(body), false));
    }
    return published;
  }

  /** Returns the runtimes of its services, sorted. */
  public Set<String> runtimes() {
    Set<String> names = new TreeSet<>();
    services.forEach(service -> service.runtime().ifPresent(names::add));
    return names;
  }
}
