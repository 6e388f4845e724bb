package kata.deploy.step;

import java.util.List;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.process.Progress;
import kata.route.Routes;

/** Makes requests wait, instead of fail, while the containers change. */
public final class Hold implements Step {
  private final Routes routes;

  /** Holds requests at these routes. */
  public Hold(Routes routes) {
    this.routes = routes;
  }

  @Override
  public String name() {
    return "hold";
  }

  @Override
  public Effect effect() {
    return Effect.CHANGES;
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    return deployment.holding(
        routes.hold(deployment.app(), deployment.previousServer(), deployment.server(), progress));
  }

  @Override
  public List<String> plan(Deployment deployment) {
    return Routes.holds(deployment.previousServer(), deployment.server())
        ? List.of("requests wait while the containers change")
        : List.of();
  }

  /** Ends every wait, and takes back a route of the new release too. */
  @Override
  public void undo(Deployment deployment, Progress progress) {
    routes.restore(deployment.app(), deployment.previousServer(), deployment.server(), progress);
  }
}
