package kata.deploy.runner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kata.app.Modes;
import kata.app.Modes.Target;
import kata.compose.GenerationContext.RuntimeUse;
import kata.compose.KataFile;
import kata.docker.Orchestrator;
import kata.docker.Stack;
import kata.env.Env;
import kata.home.AppHome;
import kata.release.Journal;
import kata.release.Release;
import kata.release.ReleaseRecord;
import kata.release.ReleaseStore;
import kata.route.RequestHold;

/**
 * A deploy on its way: the request, and what the steps found out so far. Immutable; a step returns
 * a copy with what it adds.
 *
 * @param source the app's file and its merged environment
 * @param target the mode it is going to run in
 * @param before what runs the app now; the same as in target unless its mode changes
 * @param server what Caddy is going to have for the app
 * @param previousServer what Caddy has for the app, as far as kata put it there
 * @param release the release that is going to run
 * @param stack what is going to run; empty when the file has no services
 * @param carried the files the app wrote into its code that go on to the release
 * @param hold the requests that wait while the containers change
 */
public record Deployment(
    DeployRequest request,
    Optional<Source> source,
    Optional<Target> target,
    Optional<Orchestrator> before,
    Optional<ObjectNode> server,
    Optional<ObjectNode> previousServer,
    Optional<Release> release,
    Map<String, RuntimeUse> runtimes,
    Optional<Stack> stack,
    List<String> carried,
    RequestHold hold) {

  /** The app's file and the environment it is read with. */
  public record Source(KataFile file, Env env) {}

  /** Begins with a request. */
  public static Deployment of(DeployRequest request) {
    return new Deployment(
        request,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        request.release(),
        Map.of(),
        Optional.empty(),
        List.of(),
        RequestHold.none());
  }

  /** Reads an interrupted deploy back from its journal and the records on disk. */
  public static Deployment interrupted(
      AppHome app, ReleaseStore releases, Journal journal, Modes modes) {
    Release release = releases.numbered(journal.to());
    Optional<Release> previous = journal.from().map(releases::numbered);
    Optional<ReleaseRecord> staged = releases.staged(release);
    Target target = modes.recorded(staged.map(ReleaseRecord::mode).orElse(releases.mode(release)));
    DeployRequest request =
        DeployRequest.ofRelease(
            app, releases, previous, release, Optional.empty(), Optional.empty(), false);
    return of(request)
        .targeting(
            target,
            previous.map(releases::mode).map(modes::orchestrator).orElse(target.orchestrator()))
        .routing(staged.flatMap(ReleaseRecord::server), previous.flatMap(releases::served))
        .carrying(journal.carried());
  }

  public Deployment from(KataFile file, Env env) {
    return new Deployment(
        request,
        Optional.of(new Source(file, env)),
        target,
        before,
        server,
        previousServer,
        release,
        runtimes,
        stack,
        carried,
        hold);
  }

  public Deployment targeting(Target to, Orchestrator now) {
    return new Deployment(
        request,
        source,
        Optional.of(to),
        Optional.of(now),
        server,
        previousServer,
        release,
        runtimes,
        stack,
        carried,
        hold);
  }

  public Deployment routing(Optional<ObjectNode> to, Optional<ObjectNode> now) {
    return new Deployment(
        request, source, target, before, to, now, release, runtimes, stack, carried, hold);
  }

  public Deployment at(Release made) {
    return new Deployment(
        request,
        source,
        target,
        before,
        server,
        previousServer,
        Optional.of(made),
        runtimes,
        stack,
        carried,
        hold);
  }

  public Deployment using(Map<String, RuntimeUse> uses) {
    return new Deployment(
        request,
        source,
        target,
        before,
        server,
        previousServer,
        release,
        uses,
        stack,
        carried,
        hold);
  }

  public Deployment starting(Optional<Stack> made) {
    return new Deployment(
        request,
        source,
        target,
        before,
        server,
        previousServer,
        release,
        runtimes,
        made,
        carried,
        hold);
  }

  public Deployment carrying(List<String> files) {
    return new Deployment(
        request,
        source,
        target,
        before,
        server,
        previousServer,
        release,
        runtimes,
        stack,
        files,
        hold);
  }

  public Deployment holding(RequestHold held) {
    return new Deployment(
        request,
        source,
        target,
        before,
        server,
        previousServer,
        release,
        runtimes,
        stack,
        carried,
        held);
  }

  /** Returns the app. */
  public AppHome app() {
    return request.app();
  }

  /** Returns the name by which Docker knows the app. */
  public String project() {
    return app().name().project();
  }

  /** Returns the releases of the app. */
  public ReleaseStore releases() {
    return request.releases();
  }

  public KataFile file() {
    return source.orElseThrow().file();
  }

  public Env env() {
    return source.orElseThrow().env();
  }

  /** Returns the release that is going to run. */
  public Release next() {
    return release.orElseThrow();
  }

  /** Returns the release it replaces; empty when the same release starts again. */
  public Optional<Release> replaced() {
    return request.previous().filter(old -> old.number() != next().number());
  }

  public Orchestrator old() {
    return before.orElseThrow();
  }

  public Orchestrator fresh() {
    return target.orElseThrow().orchestrator();
  }

  public boolean changesMode() {
    return old() != fresh();
  }

  /**
   * Returns the release to restore; empty when none ever ran. A folder put there by hand, or by
   * kata.py, has no record but may have run.
   */
  public Optional<Release> restorable() {
    return request.previous().filter(old -> releases().record(old).isPresent() || old.started());
  }
}
