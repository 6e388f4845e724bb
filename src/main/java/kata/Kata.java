package kata;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kata.app.Owner;
import kata.caddy.admin.CaddyAdmin;
import kata.caddy.admin.CaddyProgram;
import kata.cli.CommandTree;
import kata.cli.Console;
import kata.cli.ExitCode;
import kata.cli.Services;
import kata.deploy.DeployServices;
import kata.docker.compose.ComposeOrchestrator;
import kata.docker.engine.DockerApi;
import kata.docker.engine.DockerEngine;
import kata.docker.inventory.DockerInventory;
import kata.docker.swarm.Secrets;
import kata.env.Assignment;
import kata.env.EnvFile;
import kata.error.KataException;
import kata.home.KataHome;
import kata.home.Settings;
import kata.process.Exec;
import kata.process.OsExec;
import kata.update.SelfUpdate;
import kata.update.StartArchive;

/** The composition root: builds every service once, by hand. */
final class Kata {
  /** What children may see of the environment: nothing of git's, of SSH's, of the hook's. */
  private static final Set<String> PASSED_ON =
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

  private Kata() {}

  /** Runs one command line and returns its exit status. */
  static int run(List<String> args, Map<String, String> variables, Console console) {
    try {
      return new CommandTree(services(variables), console).run(args);
    } catch (KataException e) {
      console.err().println("error: " + e.message());
      return ExitCode.of(e).status();
    }
  }

  static Services services(Map<String, String> variables) {
    Path userHome = Path.of(given(variables, "HOME", "/"));
    KataHome home = new KataHome(Path.of(given(variables, "KATA_ROOT", userHome.toString())));
    Settings settings = Settings.from(settings(home, variables));
    Exec exec = new OsExec(childEnvironment(variables));
    DockerApi api = new DockerApi(given(variables, "DOCKER_HOST", "unix:///var/run/docker.sock"));
    DockerEngine engine = new DockerEngine(api);
    ComposeOrchestrator compose =
        new ComposeOrchestrator(exec, engine, settings.deployTimeout(), variables);
    CaddyAdmin caddy =
        CaddyAdmin.at(
            settings.caddyAdmin(),
            home.routes(),
            new CaddyProgram(exec, settings.caddy())::validationError);
    return new Services(
        home,
        program(),
        userHome,
        variables,
        version(),
        exec,
        engine,
        new DockerInventory(api),
        compose,
        new Secrets(api),
        caddy,
        DeployServices.of(home, settings, owner(), exec, api, engine, compose, caddy),
        new SelfUpdate(exec, settings.updateUrl(), home.settingsFile(), version()),
        new StartArchive(exec, home));
  }

  /** An empty variable counts as none, as with docker and git. */
  private static String given(Map<String, String> variables, String name, String otherwise) {
    String value = variables.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  private static Map<String, String> settings(KataHome home, Map<String, String> variables) {
    Map<String, String> settings = new TreeMap<>();
    Path file = home.settingsFile();
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
    return settings;
  }

  private static Map<String, String> childEnvironment(Map<String, String> variables) {
    Map<String, String> passed = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (PASSED_ON.contains(name) || name.startsWith("DOCKER_") || name.startsWith("KATA_")) {
            passed.put(name, value);
          }
        });
    passed.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    return passed;
  }

  private static Owner owner() {
    Path self = Path.of("/proc/self");
    try {
      return new Owner(
          (Integer) Files.getAttribute(self, "unix:uid"),
          (Integer) Files.getAttribute(self, "unix:gid"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot tell which user this is", e);
    }
  }

  /** The kata file, when this runs from one; from class folders there is none. */
  private static Optional<Path> program() {
    try {
      Path file = Path.of(Kata.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String version() {
    String version = Kata.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
