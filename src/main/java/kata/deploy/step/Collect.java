package kata.deploy.step;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.process.Progress;

/** Lists the files the app wrote into its code, which go on to the new release. */
public final class Collect implements Step {
  @Override
  public String name() {
    return "collect";
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    Path code = deployment.next().code();
    return deployment.carrying(
        deployment.replaced().map(deployment.releases()::leftovers).orElse(List.of()).stream()
            .filter(file -> !Files.exists(code.resolve(file), LinkOption.NOFOLLOW_LINKS))
            .toList());
  }

  @Override
  public Deployment rehearse(Deployment deployment, Progress progress) {
    return run(deployment, progress);
  }
}
