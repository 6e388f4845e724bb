package kata.deploy;

import java.time.Duration;
import kata.caddy.admin.CaddyAdmin;
import kata.caddy.admin.ReachabilityProbe;
import kata.docker.compose.ComposeOrchestrator;
import kata.docker.engine.DockerApi;
import kata.docker.engine.DockerEngine;
import kata.docker.engine.UnusedImages;
import kata.docker.inventory.PortHolders;
import kata.docker.swarm.Secrets;
import kata.docker.swarm.Swarm;
import kata.docker.swarm.SwarmOrchestrator;
import kata.home.KataHome;
import kata.home.Settings;
import kata.net.OpenPorts;
import kata.process.Exec;
import kata.runtime.DependencyInstall;
import kata.runtime.RuntimeImages;

/** Puts the services of this package together, once. */
public record Deployment(
    PushDeploy pushes,
    Lifecycle lifecycle,
    Remover remover,
    AppStatus status,
    RouteSync routes,
    Boot boot) {
  /** Caddy's proxy takes a while to notice that an upstream is back. */
  private static final Duration CADDY_NOTICES = Duration.ofSeconds(10);

  /** The first request of a large app may find it still loading. */
  private static final Duration APP_ANSWERS = Duration.ofSeconds(30);

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
    ReachabilityProbe check =
        new ReachabilityProbe(settings.caddyAdmin(), home.root(), CADDY_NOTICES, APP_ANSWERS);
    Routes routes = new Routes(caddy, check, settings.lockTimeout());
    Preparation preparation =
        new Preparation(
            new RuntimeImages(engine, exec, settings.baseImage()),
            new DependencyInstall(engine),
            new Preflight(new PortHolders(api)::now, new OpenPorts()::now),
            owner);
    AppEnvironment environment = new AppEnvironment(owner);
    Modes modes = new Modes(compose, stacks, swarm, new Secrets(api));
    Planner planner = new Planner(environment, preparation, routes, modes);
    Switchover switchover =
        new Switchover(routes, modes, progress -> engine.await(settings.deployTimeout(), progress));
    Turns turns = new Turns(exec, switchover, settings);
    Deployer deployer =
        new Deployer(
            exec, environment, preparation, planner, switchover, turns, new UnusedImages(api));
    RouteSync sync = new RouteSync(home, exec, caddy, settings);
    return new Deployment(
        new PushDeploy(exec, deployer),
        new Lifecycle(exec, planner, switchover, modes, turns),
        new Remover(routes, modes, turns),
        new AppStatus(home, engine, swarm),
        sync,
        new Boot(home, engine, sync, switchover, turns, settings));
  }
}
