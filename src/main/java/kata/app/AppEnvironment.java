package kata.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kata.compose.KataFile;
import kata.env.Assignment;
import kata.env.Env;
import kata.env.EnvFile;
import kata.env.EnvLayers;
import kata.error.KataException;
import kata.home.AppHome;
import kata.process.Progress;
import kata.text.Reason;

/** The merged environment of an app, from its paths, its file and the operator's overrides. */
public final class AppEnvironment {
  private final Owner owner;

  public AppEnvironment(Owner owner) {
    this.owner = owner;
  }

  public Env merge(AppHome app, KataFile file, Progress progress) {
    Map<String, String> base = new LinkedHashMap<>();
    base.put("PUID", Integer.toString(owner.uid()));
    base.put("PGID", Integer.toString(owner.gid()));
    roots(app).forEach((name, path) -> base.put(name, path.toString()));
    base.put("GIT_ROOT", app.repo().toString());
    Set<String> reserved = Set.copyOf(base.keySet());
    base.put("BIND_ADDRESS", "127.0.0.1");
    List<List<Assignment>> layers = new ArrayList<>();
    layers.add(file.environment());
    for (Path overrides : app.envFiles()) {
      layers.add(read(overrides));
    }
    return EnvLayers.merge(base, reserved, layers, progress::warn);
  }

  /** Returns the folders that containers of a runtime see at the same path. */
  public static Map<String, Path> roots(AppHome app) {
    Map<String, Path> roots = new LinkedHashMap<>();
    roots.put("APP_ROOT", app.code());
    roots.put("DATA_ROOT", app.data());
    roots.put("ENV_ROOT", app.envs());
    roots.put("CONFIG_ROOT", app.config());
    roots.put("LOG_ROOT", app.logs());
    roots.put("CACHE_ROOT", app.cache());
    return roots;
  }

  private static List<Assignment> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return EnvFile.parse(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (IOException e) {
      throw KataException.refused(
          "cannot read %s: %s".formatted(file, Reason.of(e)), "this user must be able to read it");
    }
  }
}
