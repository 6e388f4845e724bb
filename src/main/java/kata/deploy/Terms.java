package kata.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kata.compose.Placement.RuntimeUse;
import kata.env.Env;
import kata.home.Mode;

/**
 * What a release serves with, besides its code.
 *
 * @param env the merged environment
 * @param dependencies the names of its folders below {@code envs/<app>}
 * @param server what Caddy has for it
 */
record Terms(Mode mode, Env env, Set<String> dependencies, Optional<ObjectNode> server) {
  /** Copies the names. */
  Terms {
    dependencies = Set.copyOf(dependencies);
  }

  static Terms of(
      Mode mode, Env env, Map<String, RuntimeUse> runtimes, Optional<ObjectNode> server) {
    return new Terms(
        mode,
        env,
        runtimes.values().stream()
            .map(use -> String.valueOf(use.dependencies().getFileName()))
            .collect(Collectors.toSet()),
        server);
  }
}
