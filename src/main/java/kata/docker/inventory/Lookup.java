package kata.docker.inventory;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import kata.error.KataException;

/** Resolves a name that a user typed to instances; lists what exists when nothing matches. */
public final class Lookup {
  private final List<Instance> all;

  /** Searches these instances. */
  public Lookup(List<Instance> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Returns all instances of an app. Ignores the case of its name: Compose has it in lower case
   * only.
   */
  public List<Instance> ofApp(String app) {
    return app.isEmpty() ? List.of() : filter(instance -> instance.app().equalsIgnoreCase(app));
  }

  /**
   * Returns the instances of a name: of an app, of a service as {@code app/service} or {@code
   * app_service}, of a container or task by name, or by the beginning of its id. The first of these
   * with a match wins; the list is empty without any.
   */
  public List<Instance> find(String name) {
    for (List<Instance> found :
        List.of(
            ofApp(name),
            filter(instance -> isService(instance, name)),
            filter(instance -> instance.swarmService().equals(name)),
            filter(instance -> instance.name().equals(name)))) {
      if (!found.isEmpty()) {
        return found;
      }
    }
    List<Instance> byId = filter(instance -> instance.hasId(name));
    return byId.size() == 1 ? byId : List.of();
  }

  /** Returns the instances of a name; rejects a name that matches nothing. */
  public List<Instance> named(String name) {
    List<Instance> found = find(name);
    if (found.isEmpty()) {
      throw absent(name);
    }
    return found;
  }

  /**
   * Returns the instance to run a command in: the first of a service that runs on this node.
   * Rejects a name that matches several services, or a service that does not run here.
   */
  public Instance running(String name) {
    List<Instance> found = named(name);
    Set<String> services = new TreeSet<>();
    found.forEach(instance -> services.add(instance.label()));
    if (services.size() > 1) {
      throw KataException.refused(
          "'%s' matches several services: %s".formatted(name, String.join(", ", services)),
          "name one of them, such as " + services.iterator().next());
    }
    List<Instance> running = found.stream().filter(Instance::running).toList();
    return running.stream()
        .filter(instance -> instance.node().isEmpty())
        .findFirst()
        .orElseThrow(() -> running.isEmpty() ? stopped(found.get(0)) : elsewhere(running.get(0)));
  }

  /** Makes the exception for a name that matches nothing; it lists what exists. */
  public KataException absent(String name) {
    if (all.isEmpty()) {
      return KataException.refused(
          "there is no '%s'; no app has a container".formatted(name),
          "`kata ls` lists the apps, and `kata restart APP` starts one");
    }
    List<Instance> near = near(name);
    Map<String, Set<String>> apps = new TreeMap<>();
    near.forEach(i -> apps.computeIfAbsent(i.app(), app -> new TreeSet<>()).add(i.service()));
    return KataException.refused(
        "there is no '%s'; %s"
            .formatted(
                name,
                apps.entrySet().stream()
                    .map(app -> describe(app.getKey(), app.getValue()))
                    .collect(Collectors.joining("; "))),
        "name an app, a service such as %s, or a container such as %s"
            .formatted(near.get(0).label(), near.get(0).name()));
  }

  private static boolean isService(Instance instance, String name) {
    int slash = name.indexOf('/');
    return slash > 0
        && instance.app().equalsIgnoreCase(name.substring(0, slash))
        && instance.service().equals(name.substring(slash + 1));
  }

  /** Returns the instances of the app that a name begins with, or all. */
  private List<Instance> near(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    return all.stream()
        .map(Instance::app)
        .filter(app -> !app.isEmpty())
        .filter(app -> folded.matches("\\Q" + app.toLowerCase(Locale.ROOT) + "\\E[/_.-].*"))
        .max(Comparator.comparing(String::length))
        .map(this::ofApp)
        .orElse(all);
  }

  private static String describe(String app, Set<String> services) {
    String what = (services.size() == 1 ? "service " : "services ") + String.join(", ", services);
    return app.isEmpty() ? "Swarm has " + what : "app '%s' has %s".formatted(app, what);
  }

  private static KataException stopped(Instance instance) {
    return KataException.refused(
        "%s is not running: %s".formatted(instance.name(), instance.state()),
        instance.container().isEmpty() || !instance.node().isEmpty()
            ? "`kata docker service ps %s` shows why".formatted(instance.swarmService())
            : "`kata docker logs %.12s` shows its log".formatted(instance.container()));
  }

  private static KataException elsewhere(Instance instance) {
    return KataException.refused(
        "%s runs on node %s, not on this one".formatted(instance.name(), instance.node()),
        "run the command there: `docker exec -it %.12s ...`".formatted(instance.container()));
  }

  private List<Instance> filter(Predicate<Instance> wanted) {
    return all.stream().filter(wanted).toList();
  }
}
