package kata.deploy;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import kata.deploy.Routes.Hold;
import kata.docker.ServiceFailure;
import kata.docker.Stack;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.process.Progress;

/** Brings back what ran before a change, of a failure as of a kill. */
final class WayBack {
  private final Routes routes;
  private final Consumer<Progress> docker;

  /**
   * Makes the one way back.
   *
   * @param docker waits until Docker answers; throws when it does not
   */
  WayBack(Routes routes, Consumer<Progress> docker) {
    this.routes = routes;
    this.docker = docker;
  }

  /**
   * Goes back; once more where a signal came in the midst of it, which is no reason to leave
   * nothing running, and where Docker went away: it may come back, and is waited for.
   */
  void goBack(Change change, Journal journal, KataException cause, Progress progress) {
    try {
      if (Switchover.isOfDocker(cause)) {
        docker.accept(progress);
      }
      if (Journal.read(change.releases().journal()).filter(Journal::records).isPresent()) {
        journal.write(change.releases().journal()); // the next state got there before the signal
      }
      bringBack(change, journal, progress);
    } catch (KataException e) {
      boolean signal = Thread.interrupted();
      if (!signal && !Switchover.isOfDocker(e)) {
        throw e;
      }
      if (!signal) {
        docker.accept(progress);
      }
      bringBack(change, journal, progress);
    }
  }

  /** The one way back, of a failure as of a kill; may itself be interrupted and done again. */
  void bringBack(Change change, Journal journal, Progress progress) {
    try (Hold hold = routes.hold(change.app(), change.oldServer(), change.server(), progress)) {
      startOld(change, progress);
      hold.letGo();
    } catch (KataException e) {
      stopWaiting(change, progress);
      throw e;
    }
    routes.restore(change.app(), change.oldServer(), change.server(), progress);
    close(change, journal);
  }

  private static void startOld(Change change, Progress progress) {
    Optional<Release> old = change.old();
    boolean stopped = change.releases().stopped();
    if (old.isPresent() && !Preparation.started(old.get())) {
      throw new OperationFailed(
          "%s is gone".formatted(Preparation.generated(old.get())),
          "`kata deploy %s` writes it".formatted(change.app().name()));
    }
    Optional<Stack> stack = old.flatMap(release -> Preparation.stack(change.app(), release));
    if (change.moves() || stack.isEmpty()) {
      change.after().remove(change.project(), false);
    }
    if (stack.isEmpty()) {
      return;
    }
    if (stopped && !change.moves()) {
      change.before().stop(stack.get(), progress);
    } else if (!stopped) {
      progress.step("Bringing back " + old.get().shown());
      List<ServiceFailure> failures = change.before().up(stack.get(), progress).await();
      if (!failures.isEmpty()) {
        // Docker may still be stopping, for who was interrupted, what ran when this began.
        failures = change.before().up(stack.get(), progress).await();
      }
      Switchover.refuse(failures, progress);
    }
  }

  /** Nobody will answer the visitors who wait. */
  private void stopWaiting(Change change, Progress progress) {
    try {
      routes.restore(change.app(), change.oldServer(), change.server(), progress);
    } catch (KataException e) {
      progress.warn("visitors still wait: " + e.message());
    }
  }

  static void close(Change change, Journal journal) {
    ReleaseStore releases = change.releases();
    boolean apart = change.from().map(from -> from.number() != change.to().number()).orElse(false);
    if (apart) {
      Leftovers.withdraw(journal.carried(), change.from().orElseThrow().code(), change.to().code());
    }
    releases.withdraw(change.to());
    Journal.delete(releases.journal());
  }
}
