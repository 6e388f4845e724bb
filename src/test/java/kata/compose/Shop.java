package kata.compose;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kata.compose.ComposeGenerator.Generated;
import kata.compose.GenerationContext.RuntimeUse;
import kata.env.Env;
import kata.env.EnvFile;
import kata.env.EnvLayers;
import kata.error.KataException;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;
import kata.yaml.YamlReader;

/** An app called shop, at fixed paths. */
public final class Shop {
  static final String FILE = "kata-compose.yaml";
  static final Path CODE = Path.of("/srv/kata/releases/shop/0123abc");
  static final Path PYTHON = Path.of("/srv/kata/envs/shop/python-1");
  static final Path NODE = Path.of("/srv/kata/envs/shop/nodejs-1");
  static final Map<String, Path> ROOTS = roots();

  private Shop() {}

  private static Map<String, Path> roots() {
    Map<String, Path> roots = new LinkedHashMap<>();
    roots.put("APP_ROOT", Path.of("/srv/kata/app/shop"));
    roots.put("DATA_ROOT", Path.of("/srv/kata/data/shop"));
    roots.put("ENV_ROOT", Path.of("/srv/kata/envs/shop"));
    roots.put("CONFIG_ROOT", Path.of("/srv/kata/config/shop"));
    roots.put("LOG_ROOT", Path.of("/srv/kata/logs/shop"));
    roots.put("CACHE_ROOT", Path.of("/srv/kata/cache/shop"));
    return roots;
  }

  static GenerationContext placement(Set<String> languages) {
    return placement(languages, Optional.empty());
  }

  static GenerationContext placement(
      Set<String> languages, Optional<GenerationContext.Swarm> swarm) {
    Map<String, RuntimeUse> runtimes = new LinkedHashMap<>();
    if (languages.contains("python")) {
      runtimes.put("python", new RuntimeUse("kata/python:latest", PYTHON, false));
    }
    if (languages.contains("nodejs")) {
      runtimes.put("nodejs", new RuntimeUse("kata/nodejs:latest", NODE, true));
    }
    return new GenerationContext("0123abc", CODE, "1000:1001", ROOTS, runtimes, swarm);
  }

  static Env env(KataFile file, String overrides, List<String> warnings) {
    Map<String, String> base = new LinkedHashMap<>();
    base.put("PUID", "1000");
    base.put("PGID", "1001");
    ROOTS.forEach((name, path) -> base.put(name, path.toString()));
    base.put("GIT_ROOT", "/srv/kata/repos/shop");
    Set<String> reserved = Set.copyOf(base.keySet());
    base.put("BIND_ADDRESS", "127.0.0.1");
    return EnvLayers.merge(
        base,
        reserved,
        List.of(file.environment(), EnvFile.parse("ENV", overrides)),
        warnings::add);
  }

  static KataFile read(String text) {
    return KataFileReader.read(FILE, text);
  }

  /** Generates, with the ENV file of the operator; the warnings are all there are. */
  static Generated generate(String text, String overrides) {
    KataFile file = read(text);
    List<String> warnings = new ArrayList<>();
    Env env = env(file, overrides, warnings);
    Generated generated = ComposeGenerator.generate(file, env, placement(file.runtimes()));
    warnings.addAll(generated.warnings());
    return new Generated(generated.text(), warnings, generated.requirements());
  }

  static Generated generate(String text) {
    return generate(text, "");
  }

  /** Returns the caddy section as plain values. */
  static Map<String, Object> caddy(String text, String overrides) {
    KataFile file = read(text);
    return CaddySection.values(file.caddy().orElseThrow(), env(file, overrides, new ArrayList<>()));
  }

  /** Returns what stands at a path such as {@code services.web.ports.0} of a generated text. */
  static Yaml at(Generated generated, String path) {
    Yaml yaml = YamlReader.read("generated", generated.text());
    for (String step : List.of(path.split("\\.", -1))) {
      yaml =
          yaml instanceof Sequence list
              ? list.items().get(Integer.parseInt(step))
              : ((Mapping) yaml).get(step).orElseThrow(() -> new AssertionError(generated.text()));
    }
    return yaml;
  }

  static String text(Generated generated, String path) {
    return ((Scalar) at(generated, path)).text();
  }

  static boolean has(Generated generated, String path) {
    int last = path.lastIndexOf('.');
    return ((Mapping) at(generated, path.substring(0, last)))
        .members()
        .containsKey(path.substring(last + 1));
  }

  /** Returns the environment of a service as its process sees it. */
  static Map<String, String> environment(Generated generated, String service) {
    Map<String, String> variables = new LinkedHashMap<>();
    ((Mapping) at(generated, "services." + service + ".environment"))
        .members()
        .forEach(
            (key, member) ->
                variables.put(key, ((Scalar) member.value()).text().replace("$$", "$")));
    return variables;
  }

  /** Returns the mounts of a service, {@code source -> target} or as they were written. */
  static List<String> mounts(Generated generated, String service) {
    List<String> mounts = new ArrayList<>();
    for (Yaml item : ((Sequence) at(generated, "services." + service + ".volumes")).items()) {
      if (item instanceof Mapping mount) {
        mounts.add(part(mount, "source") + " -> " + part(mount, "target"));
      } else {
        mounts.add(((Scalar) item).text());
      }
    }
    return mounts;
  }

  private static String part(Mapping mount, String key) {
    return mount.get(key).map(yaml -> ((Scalar) yaml).text()).orElse("");
  }

  public static KataException refusal(Runnable run) {
    KataException refused = catchThrowableOfType(KataException.class, run::run);
    if (refused == null) {
      throw new AssertionError("was not refused");
    }
    return refused;
  }
}
