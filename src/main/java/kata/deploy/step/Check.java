package kata.deploy.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import kata.app.AppEnvironment;
import kata.app.AppSource;
import kata.app.Modes;
import kata.app.Modes.Target;
import kata.compose.KataFile;
import kata.compose.SwarmForm;
import kata.deploy.runner.DeployRequest;
import kata.deploy.runner.Deployment;
import kata.deploy.runner.Step;
import kata.env.Env;
import kata.git.BareRepository;
import kata.home.Mode;
import kata.process.Exec;
import kata.process.Progress;
import kata.release.Release;
import kata.release.ReleaseStore;
import kata.route.Routes;

/** Reads the app's file and environment, and asks Swarm and Caddy whether they can have the app. */
public final class Check implements Step {
  private final Exec exec;
  private final AppEnvironment environment;
  private final Modes modes;
  private final Routes routes;

  /** Asks these. */
  public Check(Exec exec, AppEnvironment environment, Modes modes, Routes routes) {
    this.exec = exec;
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
    target.swarm().ifPresent(swarm -> SwarmForm.check(file, env, swarm));
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

  @Override
  public Deployment rehearse(Deployment deployment, Progress progress) {
    return run(deployment, progress);
  }

  private KataFile file(DeployRequest request) {
    return request
        .commit()
        .map(commit -> AppSource.of(new BareRepository(request.app().repo(), exec), commit))
        .orElseGet(() -> AppSource.of(request.release().orElseThrow().code()));
  }
}
