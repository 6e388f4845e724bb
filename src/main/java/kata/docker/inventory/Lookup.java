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

/** Finds what a person means by a name, and says what there is when that is nothing. */
public final class Lookup {
  private final List<Instance> all;

  /** Looks among these. */
  public Lookup(List<Instance> all) {
    this.all = List.copyOf(all);
  }

  /** Returns all of an app, its name in any case: Compose has it in lower case only. */
  public List<Instance> ofApp(String app) {
    return app.isEmpty() ? List.of() : filter(instance -> instance.app().equalsIgnoreCase(app));
  }

  /**
   * Returns what a name means: an app, a service as {@code app/service} or {@code app_service}, a
   * container or task by name, or the one whose id begins like this. The first of these that has
   * anything wins; the list is empty when none has.
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

  /** Returns what a name means; refuses one that means nothing. */
  public List<Instance> named(String name) {
    List<Instance> found = find(name);
    if (found.isEmpty()) {
      throw absent(name);
    }
    return found;
  }

  /**
   * Returns the one a command can run in: the first copy of a service that runs on this node.
   * Refuses a name of several services, and says where or how it is when none runs here.
   */
  public Instance running(String name) {
    List<Instance> found = named(name);
    Set<String> services = new TreeSet<>();
    found.forEach(instance -> services.add(instance.label()));
    if (services.size() > 1) {
      throw KataException.refused(
          "'%s' is several services: %s".formatted(name, String.join(", ", services)),
          "name one of them, such as " + services.iterator().next());
    }
    List<Instance> running = found.stream().filter(Instance::running).toList();
    return running.stream()
        .filter(instance -> instance.node().isEmpty())
        .findFirst()
        .orElseThrow(() -> running.isEmpty() ? stopped(found.get(0)) : elsewhere(running.get(0)));
  }

  /** Makes the refusal of a name that means nothing: it says what there is instead. */
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
                    .map(app -> told(app.getKey(), app.getValue()))
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

  /** Returns all of the app that a name begins with, else everything. */
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

  private static String told(String app, Set<String> services) {
    String what = (services.size() == 1 ? "service " : "services ") + String.join(", ", services);
    return app.isEmpty() ? "Swarm has " + what : "app '%s' has %s".formatted(app, what);
  }

  private static KataException stopped(Instance instance) {
    return KataException.refused(
        "%s is not running: %s".formatted(instance.name(), instance.state()),
        instance.container().isEmpty() || !instance.node().isEmpty()
            ? "`kata docker service ps %s` tells more".formatted(instance.swarmService())
            : "`kata docker logs %.12s` shows what it wrote".formatted(instance.container()));
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
