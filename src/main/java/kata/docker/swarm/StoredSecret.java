package kata.docker.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * One version of a secret, as Swarm keeps it: without its value, which nobody can read back.
 *
 * @param name what apps call it; the same for all its versions
 * @param number of the version, from 1
 * @param dockerName what Swarm calls this version
 * @param usedBy the services that have this version in their definition
 */
public record StoredSecret(
    String id, String name, int number, String dockerName, Instant created, List<String> usedBy) {
  static final String NAME = "kata.secret";
  static final String VERSION = "kata.version";

  /** Copies the list. */
  public StoredSecret {
    usedBy = List.copyOf(usedBy);
  }

  /** Reads one of Docker's. One that others made has no labels, and is the first version. */
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

  /** Tells whether a service would lose it. */
  public boolean used() {
    return !usedBy.isEmpty();
  }
}
