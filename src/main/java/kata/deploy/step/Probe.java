package kata.deploy.step;

import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.process.Progress;
import kata.route.Routes;

/** Asks Caddy for the app as its visitors do. */
public final class Probe implements Step {
  private final Routes routes;

  /** Asks at these routes. */
  public Probe(Routes routes) {
    this.routes = routes;
  }

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public Effect effect() {
    return Effect.CHANGES;
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    routes.requireReached(deployment.server(), progress);
    return deployment;
  }
}
