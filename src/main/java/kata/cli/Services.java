package kata.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import kata.caddy.admin.CaddyAdmin;
import kata.deploy.DeployServices;
import kata.docker.compose.ComposeOrchestrator;
import kata.docker.engine.DockerEngine;
import kata.docker.inventory.Inventory;
import kata.docker.swarm.Secrets;
import kata.error.Fault;
import kata.home.KataHome;
import kata.process.Exec;
import kata.process.Progress;
import kata.update.SelfUpdate;
import kata.update.StartArchive;

/**
 * What commands may use.
 *
 * @param program the kata file itself, for the hook and the keys that call it
 * @param userHome the home folder of the user, for {@code .ssh}
 * @param variables the environment kata was started with
 * @param version of kata
 */
public record Services(
    KataHome home,
    Optional<Path> program,
    Path userHome,
    Map<String, String> variables,
    String version,
    Exec exec,
    DockerEngine engine,
    Inventory inventory,
    ComposeOrchestrator compose,
    Secrets secrets,
    CaddyAdmin caddy,
    DeployServices deployment,
    SelfUpdate update,
    StartArchive starts) {
  /** Copies the variables. */
  public Services {
    variables = Map.copyOf(variables);
  }

  /** Makes the archive for quick starts anew where there was one for another kata or Java. */
  void keepStartsQuick(Progress progress) {
    program.ifPresent(file -> starts.renew(file, progress));
  }

  /** Returns the kata file itself. Throws when this runs from anything else. */
  Path installedProgram() {
    return program.orElseThrow(
        () -> new Fault("cannot tell where kata is installed", "run the kata file"));
  }
}
