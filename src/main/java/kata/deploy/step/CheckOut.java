package kata.deploy.step;

import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.process.Progress;

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
  public void discard(Deployment deployment) {
    deployment.release().ifPresent(made -> deployment.releases().discardStaged(made));
  }
}
