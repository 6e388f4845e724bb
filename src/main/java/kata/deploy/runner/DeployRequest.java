package kata.deploy.runner;

import java.util.Optional;
import kata.env.Env;
import kata.git.Revision;
import kata.home.AppHome;
import kata.home.Mode;
import kata.release.Release;
import kata.release.ReleaseStore;

/**
 * A request to run a release.
 *
 * @param previous the release that runs now
 * @param commit the commit to check out; empty to run a release that is checked out
 * @param release that release
 * @param choice the mode chosen for the app
 * @param kept the environment to run it with; today's when empty
 * @param restart whether unchanged services start again too
 */
public record DeployRequest(
    AppHome app,
    ReleaseStore releases,
    Optional<Release> previous,
    Optional<Revision> commit,
    Optional<Release> release,
    Optional<Mode> choice,
    Optional<Env> kept,
    boolean restart) {

  /** Requests a commit of the app's repository. */
  public static DeployRequest ofCommit(
      AppHome app,
      ReleaseStore releases,
      Optional<Release> previous,
      Revision commit,
      Optional<Mode> choice) {
    return new DeployRequest(
        app,
        releases,
        previous,
        Optional.of(commit),
        Optional.empty(),
        choice,
        Optional.empty(),
        false);
  }

  /** Requests a release that is checked out. */
  public static DeployRequest ofRelease(
      AppHome app,
      ReleaseStore releases,
      Optional<Release> previous,
      Release release,
      Optional<Mode> choice,
      Optional<Env> kept,
      boolean restart) {
    return new DeployRequest(
        app, releases, previous, Optional.empty(), Optional.of(release), choice, kept, restart);
  }
}
