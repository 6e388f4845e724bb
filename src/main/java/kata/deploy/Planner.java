package kata.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kata.compose.GenerationContext.RuntimeUse;
import kata.compose.KataFile;
import kata.compose.SwarmForm;
import kata.deploy.Modes.Target;
import kata.docker.Stack;
import kata.env.Env;
import kata.home.AppHome;
import kata.home.Mode;
import kata.process.Progress;

/** Works out what starting a release changes, and makes that ready; touches nothing that runs. */
final class Planner {
  private final AppEnvironment environment;
  private final Preparation preparation;
  private final Routes routes;
  private final Modes modes;

  Planner(AppEnvironment environment, Preparation preparation, Routes routes, Modes modes) {
    this.environment = environment;
    this.preparation = preparation;
    this.routes = routes;
    this.modes = modes;
  }

  /**
   * What somebody wants.
   *
   * @param present what runs now
   * @param file of what is to run
   * @param choice the mode chosen for it
   * @param kept the environment to run it with; that of today when not given
   * @param restart whether what did not change is to start again too
   */
  record Wish(
      AppHome app,
      ReleaseStore releases,
      Optional<Release> present,
      KataFile file,
      Optional<Mode> choice,
      Optional<Env> kept,
      boolean restart) {}

  /** A wish that may come true. */
  record Plan(
      Wish wish,
      Optional<Mode> before,
      Target target,
      Env env,
      Optional<ObjectNode> server,
      Optional<ObjectNode> oldServer) {}

  /** Checks a wish, as far as that can be done without the code. */
  Plan plan(Wish wish, Progress progress) {
    ReleaseStore releases = wish.releases();
    Optional<Mode> before = wish.present().map(releases::mode);
    Target target = modes.target(wish.app(), modes.decide(wish.choice(), wish.file(), before));
    Env env = wish.kept().orElseGet(() -> environment.merge(wish.app(), wish.file(), progress));
    target.swarm().ifPresent(swarm -> SwarmForm.check(wish.file(), env, swarm));
    Optional<ObjectNode> oldServer = wish.present().flatMap(releases::served);
    // A folder from the original kata has no record, but its server is its own.
    boolean mayReplace =
        oldServer.isPresent() || wish.present().map(release -> release.number() == 0).orElse(false);
    return new Plan(
        wish,
        before,
        target,
        env,
        routes.plan(wish.app(), wish.file(), env, mayReplace, progress),
        oldServer);
  }

  /** Makes a checked out release ready to start. */
  Change prepare(Plan plan, Release release, Progress progress) {
    Wish wish = plan.wish();
    Target target = plan.target();
    plan.server()
        .map(server -> ServedFolders.missing(server, wish.app().code(), release.code()))
        .orElse(List.of())
        .forEach(progress::warn);
    Map<String, RuntimeUse> runtimes =
        preparation.runtimes(wish.app(), release.code(), wish.file(), plan.env(), progress);
    Optional<Stack> stack =
        preparation.write(
            wish.app(),
            release,
            wish.file(),
            plan.env(),
            runtimes,
            target,
            () -> routes.missing(plan.server()),
            progress);
    wish.releases()
        .propose(
            release,
            ReleaseRecord.of(
                release, target.mode(), wish.choice(), plan.env(), runtimes, plan.server()));
    return new Change(
        wish.app(),
        wish.releases(),
        wish.present(),
        release,
        plan.before().map(modes::orchestrator).orElse(target.orchestrator()),
        target.orchestrator(),
        stack,
        wish.restart(),
        plan.server(),
        plan.oldServer());
  }
}
