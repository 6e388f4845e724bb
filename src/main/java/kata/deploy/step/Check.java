package kata.deploy.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import kata.app.AppEnvironment;
import kata.app.AppSource;
import kata.app.Modes;
import kata.app.Modes.Target;
import kata.compose.GenerationContext;
import kata.compose.KataFile;
import kata.compose.SwarmForm;
import kata.deploy.runner.DeployRequest;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.env.Env;
import kata.home.Mode;
import kata.process.Progress;
import kata.release.Release;
import kata.release.ReleaseStore;
import kata.route.Routes;

/** Reads the app's file and environment, and asks Swarm and Caddy whether they can have the app. */
public final class Check implements Step {
  private final AppEnvironment environment;
  private final Modes modes;
  private final Routes routes;

  /** Asks these. */
  public Check(AppEnvironment environment, Modes modes, Routes routes) {
    this.environment = environment;
    this.modes = modes;
    this.routes = routes;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public Deployment run(Deployment deployment, Progress progress) {
    DeployRequest request = deployment.request();
    ReleaseStore releases = request.releases();
    KataFile file = file(request);
    Optional<Mode> now = request.previous().map(releases::mode);
    Target target = modes.target(request.app(), modes.decide(request.choice(), file, now));
    Env env = request.kept().orElseGet(() -> environment.merge(request.app(), file, progress));
    target.swarm().ifPresent(swarm -> requireSwarm(file, env, swarm));
    Optional<ObjectNode> served = request.previous().flatMap(releases::served);
    // A folder from the original kata has no record, but its server is its own.
    boolean mayReplace =
        served.isPresent()
            || request.previous().map(Release::number).filter(number -> number == 0).isPresent();
    Optional<ObjectNode> server = routes.plan(request.app(), file, env, mayReplace, progress);
    return deployment
        .from(file, env)
        .targeting(target, now.map(modes::orchestrator).orElse(target.orchestrator()))
        .routing(server, served);
  }

  private static void requireSwarm(KataFile file, Env env, GenerationContext.Swarm swarm) {
    SwarmForm.check(file, env, swarm);
    file.release()
        .ifPresent(
            command -> {
              throw command
                  .mark()
                  .refuse(
                      "x-kata-release does not work in Swarm mode",
                      "remove it, or run the app with `x-kata-mode: compose`");
            });
  }

  @Override
  public Deployment rehearse(Deployment deployment, Progress progress) {
    return run(deployment, progress);
  }

  @Override
  public List<String> plan(Deployment deployment) {
    String mode = deployment.target().orElseThrow().mode().displayName();
    return List.of(
        deployment.changesMode()
            ? "the app moves to %s".formatted(mode)
            : "the app runs with %s".formatted(mode));
  }

  private KataFile file(DeployRequest request) {
    return request
        .commit()
        .map(commit -> AppSource.of(request.releases().repository(), commit))
        .orElseGet(() -> AppSource.of(request.release().orElseThrow().code()));
  }
}
