package kata.deploy.step;

import java.util.List;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.process.Progress;
import kata.route.Routes;

/** Releases the requests that wait, and gives Caddy the routes of the new release. */
public final class Route implements Step {
  private final Routes routes;

  /** Changes these routes. */
  public Route(Routes routes) {
    this.routes = routes;
  }

  @Override
  public String name() {
    return "route";
  }

  @Override
  public Effect effect() {
    return Effect.CHANGES;
  }

  @Override
  public List<String> plan(Deployment deployment) {
    return Routes.changes(deployment.server(), deployment.previousServer());
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    deployment.hold().release();
    routes.apply(deployment.app(), deployment.server(), deployment.previousServer(), progress);
    return deployment;
  }
}
