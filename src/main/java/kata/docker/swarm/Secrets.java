package kata.docker.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kata.docker.engine.DockerApi;
import kata.docker.engine.NameInUseException;
import kata.error.KataException;
import kata.json.Json;

/**
 * Manages the secrets of the Swarm. Swarm cannot change a secret: each new value is a new secret,
 * {@code NAME}, {@code NAME.2}, {@code NAME.3}, and services use the newest.
 */
public final class Secrets {
  /** How often creation is retried when another client takes the next number first. */
  private static final int TRIES = 5;

  private final DockerApi api;

  /**
   * A version that was created.
   *
   * @param rotated whether the secret had a value before
   */
  public record Version(String dockerName, int number, boolean rotated) {}

  /** Uses an API. */
  public Secrets(DockerApi api) {
    this.api = api;
  }

  /** Returns this node's Swarm state; without a Swarm there are no secrets. */
  public SwarmState swarm() {
    return SwarmState.of(api);
  }

  /** Returns the name in Swarm of each secret's newest version, by the secret's name. */
  public Map<String, String> current() {
    Map<String, String> current = new TreeMap<>();
    list().forEach(secret -> current.put(secret.name(), secret.dockerName()));
    return current;
  }

  /** Returns all versions of all secrets, sorted by name and age. */
  public List<StoredSecret> list() {
    Map<String, List<String>> users = users();
    List<StoredSecret> all = new ArrayList<>();
    for (JsonNode secret : api.get("list secrets", "/secrets")) {
      all.add(StoredSecret.of(secret, users.getOrDefault(secret.path("ID").asText(""), List.of())));
    }
    all.sort(Comparator.comparing(StoredSecret::name).thenComparing(StoredSecret::number));
    return all;
  }

  /** Creates the first or the next version of a secret. */
  public Version set(String name, SecretValue value) {
    for (int left = TRIES - 1; ; left--) {
      Version version = next(name);
      try {
        create(name, version, value);
        return version;
      } catch (NameInUseException e) {
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  private Version next(String name) {
    List<StoredSecret> all = list();
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER); // as Swarm compares them
    all.forEach(secret -> taken.add(secret.dockerName()));
    int newest =
        all.stream()
            .filter(s -> s.name().equals(name))
            .mapToInt(StoredSecret::number)
            .max()
            .orElse(0);
    int number = newest + 1;
    while (taken.contains(dockerName(name, number))) {
      number++;
    }
    return new Version(dockerName(name, number), number, newest > 0);
  }

  /** Removes all versions of a secret. Throws when there is none, or a service uses one. */
  public void remove(String name) {
    List<StoredSecret> versions = versions(name);
    if (versions.isEmpty()) {
      throw KataException.refused(
          "there is no secret '%s'".formatted(name), "`kata secrets:ls` lists them");
    }
    Set<String> users = new TreeSet<>();
    versions.forEach(version -> users.addAll(version.usedBy()));
    if (!users.isEmpty()) {
      throw KataException.refused(
          "secret '%s' is used by %s".formatted(name, String.join(", ", users)),
          "remove it from the files of these services and deploy, or remove the services");
    }
    versions.forEach(this::remove);
  }

  /** Removes the old versions that no service uses, and returns the old versions still in use. */
  public List<StoredSecret> prune(String name) {
    List<StoredSecret> versions = versions(name);
    List<StoredSecret> old = versions.subList(0, Math.max(0, versions.size() - 1));
    old.stream().filter(version -> !version.used()).forEach(this::remove);
    return old.stream().filter(StoredSecret::used).toList();
  }

  private List<StoredSecret> versions(String name) {
    return list().stream().filter(secret -> secret.name().equals(name)).toList();
  }

  private void create(String name, Version version, SecretValue value) {
    ObjectNode body = Json.object();
    body.put("Name", version.dockerName()).put("Data", value.base64());
    body.putObject("Labels")
        .put(StoredSecret.NAME, name)
        .put(StoredSecret.VERSION, Integer.toString(version.number()));
    api.post("create the secret " + version.dockerName(), "/secrets/create", body);
  }

  private void remove(StoredSecret secret) {
    api.delete("remove the secret " + secret.dockerName(), DockerApi.path("secrets", secret.id()));
  }

  /** Returns the services that use each secret, by its id. */
  private Map<String, List<String>> users() {
    Map<String, List<String>> users = new HashMap<>();
    for (JsonNode service : api.get("list services", "/services")) {
      JsonNode spec = service.path("Spec");
      for (JsonNode used : spec.path("TaskTemplate").path("ContainerSpec").path("Secrets")) {
        users
            .computeIfAbsent(used.path("SecretID").asText(""), id -> new ArrayList<>())
            .add(spec.path("Name").asText(""));
      }
    }
    return users;
  }

  /**
   * Returns the name of a version in Swarm. The first has the plain name, so that a file with
   * {@code external: true} finds it.
   */
  private static String dockerName(String name, int number) {
    return number == 1 ? name : name + "." + number;
  }
}
