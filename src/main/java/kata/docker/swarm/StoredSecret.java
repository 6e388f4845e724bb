package kata.docker.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * One version of a secret in Swarm, without its value, which cannot be read back.
 *
 * @param name the secret's name in apps; the same for all its versions
 * @param number the number of the version, from 1
 * @param dockerName the version's name in Swarm
 * @param usedBy the services that use this version
 */
public record StoredSecret(
    String id, String name, int number, String dockerName, Instant created, List<String> usedBy) {
  static final String NAME = "kata.secret";
  static final String VERSION = "kata.version";

  /** Copies the list. */
  public StoredSecret {
    usedBy = List.copyOf(usedBy);
  }

  /**
   * Parses a secret. One that kata did not create has no labels, and counts as the first version.
   */
  static StoredSecret of(JsonNode secret, List<String> usedBy) {
    JsonNode spec = secret.path("Spec");
    String dockerName = spec.path("Name").asText("");
    return new StoredSecret(
        secret.path("ID").asText(""),
        spec.path("Labels").path(NAME).asText(dockerName),
        spec.path("Labels").path(VERSION).asInt(1),
        dockerName,
        Instant.parse(secret.path("CreatedAt").asText("")),
        usedBy);
  }

  /** Returns whether a service uses it. */
  public boolean used() {
    return !usedBy.isEmpty();
  }
}
