package kata.deploy;

import kata.caddy.CaddyAdmin;
import kata.docker.ComposeOrchestrator;
import kata.docker.DockerEngine;
import kata.docker.HealthWait;
import kata.home.KataHome;
import kata.home.Settings;
import kata.process.Exec;
import kata.runtime.DependencyInstall;
import kata.runtime.RuntimeImages;

/** Puts the services of this package together, once. */
public record Deployment(Deployer deployer, PushDeploy pushes, Remover remover, AppStatus status) {
  /** Builds the services on what they use. */
  public static Deployment of(
      KataHome home,
      Settings settings,
      Owner owner,
      Exec exec,
      DockerEngine engine,
      ComposeOrchestrator compose,
      CaddyAdmin caddy) {
    Routes routes = new Routes(caddy);
    Preparation preparation =
        new Preparation(
            new RuntimeImages(engine, exec, settings.baseImage()),
            new DependencyInstall(engine),
            compose,
            owner);
    Switchover switchover =
        new Switchover(compose, engine, new HealthWait(engine, settings.deployTimeout()), routes);
    Deployer deployer =
        new Deployer(
            exec,
            new AppEnvironment(owner),
            preparation,
            routes,
            switchover,
            compose,
            settings.lockTimeout());
    return new Deployment(
        deployer,
        new PushDeploy(exec, deployer),
        new Remover(exec, caddy, engine, settings.lockTimeout()),
        new AppStatus(home, engine));
  }
}
