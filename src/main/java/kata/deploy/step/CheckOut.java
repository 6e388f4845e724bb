package kata.deploy.step;

import java.util.List;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.process.Progress;
import kata.release.Release;

/** Checks the commit out into the folder of a new release, with its submodules. */
public final class CheckOut implements Step {
  @Override
  public String name() {
    return "check out";
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    return deployment.at(
        deployment.releases().checkOut(deployment.request().commit().orElseThrow()));
  }

  @Override
  public Deployment rehearse(Deployment deployment, Progress progress) {
    return deployment.at(
        deployment.releases().checkOutForPlan(deployment.request().commit().orElseThrow()));
  }

  @Override
  public List<String> plan(Deployment deployment) {
    Release next = deployment.next();
    return List.of("%s with commit %s".formatted(next.displayName(), next.shortRevision()));
  }

  @Override
  public void discard(Deployment deployment) {
    deployment.release().ifPresent(made -> deployment.releases().discardStaged(made));
  }
}
