package kata;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kata.app.Owner;
import kata.docker.engine.DockerApi;
import kata.docker.inventory.DockerInventory;
import kata.docker.inventory.Inventory;
import kata.env.Assignment;
import kata.env.EnvFile;
import kata.error.KataException;
import kata.home.KataHome;
import kata.home.Settings;
import kata.process.Exec;
import kata.process.OsExec;

/**
 * What this process finds around it: its variables, its user, the programs it can run, and Docker.
 *
 * @param variables the environment of the process
 * @param program the kata file; empty if the process runs from anything else
 */
record Host(
    Map<String, String> variables,
    Optional<Path> program,
    Exec exec,
    DockerApi docker,
    Inventory inventory) {
  /** The variables that children get: none of git's, of SSH's, of a hook's. */
  private static final Set<String> INHERITED =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "LANG",
          "LC_ALL",
          "TZ",
          "TERM",
          "TMPDIR",
          "XDG_RUNTIME_DIR",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR");

  /** Copies the variables. */
  Host {
    variables = Map.copyOf(variables);
  }

  /** Returns the host of a process with these variables. */
  static Host of(Map<String, String> variables) {
    DockerApi docker =
        new DockerApi(given(variables, "DOCKER_HOST", "unix:///var/run/docker.sock"));
    return new Host(
        variables,
        jarFile(),
        new OsExec(childVariables(variables)),
        docker,
        new DockerInventory(docker));
  }

  /** Returns the home folder of the user. */
  Path userHome() {
    return Path.of(given(variables, "HOME", "/"));
  }

  /** Returns the folder of kata, which is the user's home folder by default. */
  KataHome home() {
    return new KataHome(Path.of(given(variables, "KATA_ROOT", userHome().toString())));
  }

  /** Reads the settings: variables, then the settings file. Throws if the file cannot be read. */
  Settings settings() {
    Map<String, String> settings = new TreeMap<>();
    Path file = home().settingsFile();
    if (Files.isRegularFile(file)) {
      try {
        for (Assignment setting : EnvFile.parse(file.toString(), Files.readString(file))) {
          settings.put(setting.name(), setting.text());
        }
      } catch (IOException e) {
        throw KataException.refused("cannot read %s: %s".formatted(file, e.getMessage()), "");
      }
    }
    settings.putAll(variables);
    return Settings.from(settings);
  }

  /** Returns the user and group of the process. */
  Owner owner() {
    Path self = Path.of("/proc/self");
    try {
      return new Owner(
          (Integer) Files.getAttribute(self, "unix:uid"),
          (Integer) Files.getAttribute(self, "unix:gid"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the user of this process", e);
    }
  }

  /** Returns the version of kata. */
  String version() {
    String version = Host.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Returns a variable; an empty one counts as unset, as in docker and git. */
  private static String given(Map<String, String> variables, String name, String otherwise) {
    String value = variables.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  private static Map<String, String> childVariables(Map<String, String> variables) {
    Map<String, String> inherited = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (INHERITED.contains(name) || name.startsWith("DOCKER_") || name.startsWith("KATA_")) {
            inherited.put(name, value);
          }
        });
    inherited.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    return inherited;
  }

  /** Returns the jar that this class comes from, if it comes from one. */
  private static Optional<Path> jarFile() {
    try {
      Path file = Path.of(Host.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
