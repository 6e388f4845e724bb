package kata.deploy;

import java.time.Duration;
import kata.app.AppEnvironment;
import kata.app.Modes;
import kata.app.Owner;
import kata.app.Preflight;
import kata.caddy.admin.CaddyAdmin;
import kata.caddy.admin.ReachabilityProbe;
import kata.deploy.runner.StepRunner;
import kata.deploy.step.Carry;
import kata.deploy.step.Check;
import kata.deploy.step.CheckOut;
import kata.deploy.step.Collect;
import kata.deploy.step.Finish;
import kata.deploy.step.Hold;
import kata.deploy.step.Prepare;
import kata.deploy.step.Probe;
import kata.deploy.step.Prune;
import kata.deploy.step.Route;
import kata.deploy.step.RunReleaseCommand;
import kata.deploy.step.Start;
import kata.deploy.step.StartRecorded;
import kata.deploy.step.Stop;
import kata.deploy.step.Write;
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
import kata.route.RouteSync;
import kata.route.Routes;
import kata.runtime.DependencyInstall;
import kata.runtime.RuntimeImages;

/** Puts the services of this package together, once. */
public record DeployServices(
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
  public static DeployServices of(
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
    AppEnvironment environment = new AppEnvironment(owner);
    Modes modes = new Modes(compose, stacks, swarm, new Secrets(api));
    RuntimeImages images = new RuntimeImages(engine, exec, settings.baseImage());
    Preflight preflight = new Preflight(new PortHolders(api)::now, new OpenPorts()::now);
    StepLists steps =
        new StepLists(
            new Check(environment, modes, routes),
            new CheckOut(),
            new Prepare(images, new DependencyInstall(engine), owner),
            new Write(images, preflight, routes, owner),
            new Collect(),
            new Hold(routes),
            new Stop(),
            new Carry(),
            new RunReleaseCommand(),
            new Start(routes),
            new Route(routes),
            new Probe(routes),
            new Finish(),
            new Prune(new UnusedImages(api)),
            new StartRecorded(modes, routes));
    StepRunner runner =
        new StepRunner(modes, progress -> engine.await(settings.deployTimeout(), progress));
    OperationQueue queue = new OperationQueue(exec, steps, runner, settings);
    Rehearsal rehearsal = new Rehearsal(environment, owner);
    Deployer deployer = new Deployer(exec, rehearsal, steps, runner, queue);
    RouteSync sync = new RouteSync(home, exec, caddy, settings);
    return new DeployServices(
        new PushDeploy(exec, deployer, rehearsal, new DeployPlan(steps)),
        new Lifecycle(exec, steps, runner, routes, modes, queue),
        new Remover(routes, modes, queue),
        new AppStatus(home, engine, swarm),
        sync,
        new Boot(home, engine, sync, steps, runner, queue, settings));
  }
}
