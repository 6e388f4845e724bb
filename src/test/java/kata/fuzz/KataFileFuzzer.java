package kata.fuzz;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kata.caddy.model.RouteBuilder;
import kata.compose.CaddySection;
import kata.compose.ComposeGenerator;
import kata.compose.GenerationContext;
import kata.compose.GenerationContext.RuntimeUse;
import kata.compose.KataFile;
import kata.compose.KataFileReader;
import kata.env.Env;
import kata.env.EnvLayers;
import kata.error.KataException;

/** Any text as kata-compose.yaml: refused, or made into what Compose, Swarm and Caddy get. */
public final class KataFileFuzzer {
  private static final Map<String, Path> ROOTS =
      Map.of(
          "APP_ROOT", Path.of("/srv/kata/app/shop"),
          "DATA_ROOT", Path.of("/srv/kata/data/shop"),
          "ENV_ROOT", Path.of("/srv/kata/envs/shop"),
          "CONFIG_ROOT", Path.of("/srv/kata/config/shop"),
          "LOG_ROOT", Path.of("/srv/kata/logs/shop"),
          "CACHE_ROOT", Path.of("/srv/kata/cache/shop"));

  private KataFileFuzzer() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bounds.within(input, KataFileFuzzer::read);
  }

  private static void read(String text) {
    KataFile file;
    Env env;
    try {
      file = KataFileReader.read("kata-compose.yaml", text);
      Map<String, String> base = new LinkedHashMap<>();
      ROOTS.forEach((name, path) -> base.put(name, path.toString()));
      base.put("BIND_ADDRESS", "127.0.0.1");
      env = EnvLayers.merge(base, ROOTS.keySet(), List.of(file.environment()), warning -> {});
    } catch (KataException e) {
      return;
    }
    generate(file, env, Optional.empty());
    generate(file, env, Optional.of(new GenerationContext.Swarm(Optional.of("node"), Map.of())));
    try {
      file.caddy()
          .ifPresent(
              caddy -> RouteBuilder.server(CaddySection.values(caddy, env), List.of(".git")));
    } catch (KataException e) {
      // As good an answer as a server.
    }
  }

  private static void generate(KataFile file, Env env, Optional<GenerationContext.Swarm> swarm) {
    GenerationContext placement =
        new GenerationContext(
            "0123abc",
            Path.of("/srv/kata/releases/shop/1"),
            "1000:1000",
            ROOTS,
            runtimes(file.runtimes()),
            swarm);
    try {
      String generated = ComposeGenerator.generate(file, env, placement).text();
      if (!generated.equals(ComposeGenerator.generate(file, env, placement).text())) {
        throw new AssertionError("the same input gave other bytes:\n" + generated);
      }
    } catch (KataException e) {
      // As good an answer as a file.
    }
  }

  private static Map<String, RuntimeUse> runtimes(Set<String> languages) {
    Map<String, RuntimeUse> runtimes = new LinkedHashMap<>();
    for (String language : languages) {
      Path dependencies = Path.of("/srv/kata/envs/shop", language);
      runtimes.put(
          language, new RuntimeUse("kata/" + language, dependencies, language.equals("nodejs")));
    }
    return runtimes;
  }
}
