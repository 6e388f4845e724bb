package kata.deploy.step;

import java.util.List;
import java.util.Optional;
import kata.compose.ReleaseCommand;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.process.Progress;

/** Runs the app's release command once, in the new code, before the new containers start. */
public final class RunReleaseCommand implements Step {
  @Override
  public String name() {
    return "release";
  }

  @Override
  public Effect effect() {
    return Effect.CHANGES;
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    command(deployment)
        .ifPresent(
            command -> {
              List<String> words = command.words(deployment.env());
              progress.step("Running the release command: " + String.join(" ", words));
              deployment
                  .fresh()
                  .runOnce(deployment.stack().orElseThrow(), command.service(), words, progress);
            });
    return deployment;
  }

  @Override
  public void undo(Deployment deployment, Progress progress) {
    deployment.fresh().endRunOnce(deployment.project());
  }

  @Override
  public List<String> plan(Deployment deployment) {
    return command(deployment)
        .map(
            command ->
                "service '%s' runs `%s`"
                    .formatted(
                        command.service(), String.join(" ", command.words(deployment.env()))))
        .stream()
        .toList();
  }

  private static Optional<ReleaseCommand> command(Deployment deployment) {
    return deployment.stack().isPresent() ? deployment.file().release() : Optional.empty();
  }
}
