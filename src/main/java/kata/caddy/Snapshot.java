package kata.caddy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Caddy's whole configuration at one moment.
 *
 * @param root the configuration; null JSON in a Caddy that has none
 * @param etag what a conditional write gives back; empty from a Caddy before 2.5.2
 */
record Snapshot(JsonNode root, Optional<String> etag) {
  private static final String DEFAULT_ADMIN = "localhost:2019";

  Optional<JsonNode> server(String app) {
    return Optional.ofNullable(servers().get(app));
  }

  /** Returns every address taken by others than the app, with who takes it. */
  List<Taken> taken(String app) {
    List<Taken> taken = new ArrayList<>();
    taken.add(
        new Taken("Caddy's admin API", root.path("admin").path("listen").asText(DEFAULT_ADMIN)));
    for (Map.Entry<String, JsonNode> server : servers().properties()) {
      if (!server.getKey().equals(app)) {
        for (JsonNode address : server.getValue().path("listen")) {
          taken.add(new Taken("Caddy's server '" + server.getKey() + "'", address.asText()));
        }
      }
    }
    return taken;
  }

  private JsonNode servers() {
    return root.path("apps").path("http").path("servers");
  }

  /** An address and who listens on it. */
  record Taken(String owner, String address) {
    boolean meets(String other) {
      Optional<Listen> own = Listen.parse(address);
      Optional<Listen> wanted = Listen.parse(other);
      return own.isPresent() && wanted.isPresent() && own.get().overlaps(wanted.get());
    }
  }
}
