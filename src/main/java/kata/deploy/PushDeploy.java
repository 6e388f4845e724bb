package kata.deploy;

import java.util.List;
import java.util.Optional;
import kata.compose.KataFileReader;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.git.DeployBranch;
import kata.git.PushPolicy;
import kata.git.RefUpdate;
import kata.git.Revision;
import kata.git.hook.HookCall;
import kata.home.AppHome;
import kata.home.KataHome;
import kata.process.Exec;
import kata.process.Progress;

/** What a push means: at most one deploy, and a word on every other ref. */
public final class PushDeploy {
  /** The push option that asks for a plan only. */
  private static final String PLAN = "plan";

  private final Exec exec;
  private final Deployer deployer;
  private final Rehearsal rehearsal;
  private final DeployPlan plan;

  PushDeploy(Exec exec, Deployer deployer, Rehearsal rehearsal, DeployPlan plan) {
    this.exec = exec;
    this.deployer = deployer;
    this.rehearsal = rehearsal;
    this.plan = plan;
  }

  /**
   * Refuses a push whose deploy would be refused, before git accepts it. Asks neither Docker nor
   * Caddy, unless the push asks for a plan.
   *
   * @return whether the push asked for its plan only, which is printed, so that git rejects it
   */
  public boolean check(AppHome app, HookCall call, Progress progress) {
    List<RefUpdate> updates = updates(call.lines());
    BareRepository repository = new BareRepository(app.repo(), exec, call.quarantine());
    Optional<Revision> commit =
        PushPolicy.choose(updates, repository.branchToDeploy(updates).name())
            .deploy()
            .map(RefUpdate::after);
    commit.ifPresent(revision -> deployer.check(app, repository, revision));
    if (!call.options().contains(PLAN)) {
      return false;
    }
    commit.ifPresentOrElse(
        revision -> plan.print(app, repository, revision, progress),
        () -> progress.step("Plan: no branch of this push deploys"));
    progress.success(
        "plan only: nothing was pushed and nothing was changed; push without `-o plan` to deploy");
    return true;
  }

  /** Deploys what the hook's lines ask for. Refuses a malformed line before doing anything. */
  public void receive(AppHome app, List<String> lines, Progress progress) {
    List<RefUpdate> updates = updates(lines);
    BareRepository repository = new BareRepository(app.repo(), exec);
    if (!repository.exists()) {
      throw KataException.refused(
          "app '%s' has no repository".formatted(app.name()),
          "push to it first: git push USER@HOST:%s main".formatted(app.name()));
    }
    DeployBranch branch = repository.deployBranch(updates);
    PushPolicy.Choice choice = PushPolicy.choose(updates, branch.name());
    choice.explanations().forEach(progress::detail);
    if (choice.deploy().isPresent()) {
      RefUpdate update = choice.deploy().get();
      String newest = branch.newest().map(Revision::value).orElse("");
      if (!newest.equals(update.after().value()) && !repository.has(update.after())) {
        throw KataException.refused(
            "commit %s is not in the repository of '%s'"
                .formatted(update.after().shortForm(), app.name()),
            "push it first, or `kata restart %s` to run the folder as it is".formatted(app.name()));
      }
      deployer.deploy(app, update.after(), progress);
    }
  }

  /** Prints the plan of deploying the newest commit again, and changes nothing. */
  public void plan(AppHome app, Progress progress) {
    plan.print(app, new BareRepository(app.repo(), exec), newest(app), progress);
  }

  /** Deploys the newest commit of the deploy branch again. Throws when there is none. */
  public void deployNewest(AppHome app, Progress progress) {
    deployer.deploy(app, newest(app), progress);
  }

  private Revision newest(AppHome app) {
    BareRepository repository = new BareRepository(app.repo(), exec);
    return (repository.exists() ? repository.newest() : Optional.<Revision>empty())
        .orElseThrow(
            () ->
                KataException.refused(
                    "the repository of '%s' has no commit to deploy".formatted(app.name()),
                    "push one: git push USER@HOST:%s main".formatted(app.name())));
  }

  /** Checks a file as a push does; `kata warm-up` builds the start-up cache with it. */
  public void rehearse(AppHome app, String text) {
    rehearsal.run(app, KataFileReader.read(KataHome.SOURCE_FILE, text));
  }

  private static List<RefUpdate> updates(List<String> lines) {
    return lines.stream().filter(line -> !line.isBlank()).map(RefUpdate::parse).toList();
  }
}
