package kata.deploy;

import java.time.Duration;
import kata.caddy.CaddyAdmin;
import kata.docker.ComposeOrchestrator;
import kata.docker.DockerApi;
import kata.docker.DockerEngine;
import kata.docker.PortHolders;
import kata.docker.Secrets;
import kata.docker.Swarm;
import kata.docker.SwarmOrchestrator;
import kata.home.KataHome;
import kata.home.Settings;
import kata.net.OpenPorts;
import kata.process.Exec;
import kata.runtime.DependencyInstall;
import kata.runtime.RuntimeImages;

/** Puts the services of this package together, once. */
public record Deployment(
    PushDeploy pushes, Lifecycle lifecycle, Remover remover, AppStatus status) {
  /** Builds the services on what they use. */
  public static Deployment of(
      KataHome home,
      Settings settings,
      Owner owner,
      Exec exec,
      DockerApi api,
      DockerEngine engine,
      ComposeOrchestrator compose,
      CaddyAdmin caddy) {
    Swarm swarm = new Swarm(api);
    SwarmOrchestrator stacks = new SwarmOrchestrator(exec, swarm, engine, settings.deployTimeout());
    Routes routes = new Routes(caddy);
    Preparation preparation =
        new Preparation(
            new RuntimeImages(engine, exec, settings.baseImage()),
            new DependencyInstall(engine),
            new Preflight(new PortHolders(api)::now, new OpenPorts()::now),
            owner);
    AppEnvironment environment = new AppEnvironment(owner);
    Switchover switchover = new Switchover(routes);
    Modes modes = new Modes(compose, stacks, swarm, new Secrets(api));
    Duration patience = settings.lockTimeout();
    Deployer deployer =
        new Deployer(exec, environment, preparation, routes, switchover, modes, patience);
    return new Deployment(
        new PushDeploy(exec, deployer),
        new Lifecycle(exec, environment, preparation, routes, switchover, modes, patience),
        new Remover(exec, caddy, modes, patience),
        new AppStatus(home, engine, swarm));
  }
}
