package kata.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kata.docker.engine.DockerEngine;
import kata.docker.engine.OneOff;
import kata.env.Env;
import kata.error.OperationFailed;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.home.FolderTree;
import kata.process.Progress;
import kata.text.Reason;

/**
 * Installs the dependencies of an app, in one folder per fingerprint of image and dependency files.
 */
public final class DependencyInstall {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final String COMPLETE = ".kata-complete";

  /** kata's own folders; others belong to the app or to the original kata. */
  private static final Pattern KATA_FOLDERS = Pattern.compile("(python|nodejs)-[0-9a-f]+");

  private final DockerEngine engine;

  /** Installs in containers of this engine. */
  public DependencyInstall(DockerEngine engine) {
    this.engine = engine;
  }

  /**
   * Returns the folder with the dependencies of a release; installs them if it does not exist yet.
   * Never reuses the folder of a failed install.
   *
   * @param user {@code uid:gid} to install as
   */
  public Path ensure(
      AppHome app,
      Path code,
      LanguageRuntime runtime,
      String image,
      Env env,
      String user,
      Progress progress) {
    Path folder = folder(app, code, runtime, image);
    if (runtime.hasModules(code)) {
      AtomicFile.makeFolder(code.resolve("node_modules")); // the mount point of the modules
    }
    if (isComplete(folder)) {
      progress.step("Dependencies of " + runtime.key() + " are unchanged");
      return folder;
    }
    progress.step("Installing dependencies of " + runtime.key());
    FolderTree.delete(folder);
    AtomicFile.makeFolder(folder.resolve("node_modules"));
    Optional<Install> install = runtime.install(code);
    if (install.isPresent()) {
      OneOff container =
          new OneOff(
              "kata-install-" + app.name().project(),
              image,
              install.get().command(),
              variables(app, env),
              mounts(app, code, folder, runtime),
              user,
              "/app");
      int status = engine.run(container, LIMIT, progress::detail);
      if (status != 0) {
        throw new OperationFailed(
            "installing dependencies failed: `%s` exited with %d"
                .formatted(install.get().commandLine(), status),
            "see the output above; fix the dependency files and push again, or fix the server");
      }
    }
    AtomicFile.write(folder.resolve(COMPLETE), image + "\n", "rw-r--r--");
    return folder;
  }

  /** Returns the folder for the dependencies of a release, whether they are installed or not. */
  public static Path folder(AppHome app, Path code, LanguageRuntime runtime, String image) {
    Fingerprint fingerprint = new Fingerprint().add(image);
    for (String file : runtime.dependencyFiles(code)) {
      fingerprint.add(file).add(code.resolve(file));
    }
    return app.envs().resolve(runtime.key() + "-" + fingerprint.hex());
  }

  /** Tells whether the dependencies in a folder are installed. */
  public static boolean isComplete(Path folder) {
    return Files.exists(folder.resolve(COMPLETE));
  }

  /** Deletes the folders of dependencies of an app that are not among those in use. */
  public static void prune(AppHome app, Set<String> used) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(app.envs(), Files::isDirectory)) {
      for (Path folder : folders) {
        String name = String.valueOf(folder.getFileName());
        if (KATA_FOLDERS.matcher(name).matches() && !used.contains(name)) {
          FolderTree.delete(folder);
        }
      }
    } catch (IOException e) {
      throw new OperationFailed("cannot list %s: %s".formatted(app.envs(), Reason.of(e)), "", e);
    }
  }

  private static Map<String, String> variables(AppHome app, Env env) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PIP_CACHE_DIR", app.cache().resolve("pip").toString());
    variables.put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    variables.put("PIP_PROGRESS_BAR", "off");
    variables.put("npm_config_cache", app.cache().resolve("npm").toString());
    variables.put("npm_config_update_notifier", "false");
    variables.putAll(env.asMap());
    return variables;
  }

  private static List<String> mounts(AppHome app, Path code, Path folder, LanguageRuntime runtime) {
    List<String> mounts = new ArrayList<>();
    mounts.add(code + ":/app");
    mounts.add(folder + ":/venv");
    mounts.add(app.config() + ":/config");
    mounts.add(app.data() + ":/data");
    // As in the services: $APP_ROOT in a variable such as PIP_CONFIG_FILE also works here.
    mounts.add(code + ":" + app.code());
    mounts.add(folder + ":" + app.envs());
    if (runtime.hasModules(code)) {
      Path modules = folder.resolve("node_modules");
      mounts.add(modules + ":/app/node_modules");
      mounts.add(modules + ":" + app.code().resolve("node_modules"));
    }
    for (Path same : List.of(app.config(), app.data(), app.logs(), app.cache())) {
      mounts.add(same + ":" + same);
    }
    return mounts;
  }
}
