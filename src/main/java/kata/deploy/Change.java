package kata.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import kata.docker.Orchestrator;
import kata.docker.Stack;
import kata.home.AppHome;

/**
 * What is to run, and what to go back to. All it needs is on disk: a change that was interrupted is
 * read from there again.
 *
 * @param from what ran before; the same as {@code to} when it is started again
 * @param before what runs the app now; the same as {@code after} unless its mode changes
 * @param stack what is to run; empty when the file has no services
 * @param restart whether what did not change is to start again too
 * @param oldServer what Caddy serves for the app, as far as kata put it there
 */
record Change(
    AppHome app,
    ReleaseStore releases,
    Optional<Release> from,
    Release to,
    Orchestrator before,
    Orchestrator after,
    Optional<Stack> stack,
    boolean restart,
    Optional<ObjectNode> server,
    Optional<ObjectNode> oldServer) {
  /** Reads from disk what a change was. */
  static Change interrupted(AppHome app, ReleaseStore releases, Journal journal, Modes modes) {
    Release to = releases.numbered(journal.to());
    Optional<Release> from = journal.from().map(releases::numbered);
    Optional<ReleaseRecord> proposed = releases.proposed(to);
    Optional<ObjectNode> oldServer = from.flatMap(releases::served);
    Orchestrator after =
        modes.orchestrator(proposed.map(ReleaseRecord::mode).orElse(releases.mode(to)));
    return new Change(
        app,
        releases,
        from,
        to,
        from.map(releases::mode).map(modes::orchestrator).orElse(after),
        after,
        Optional.empty(),
        false,
        proposed.flatMap(ReleaseRecord::server),
        oldServer);
  }

  boolean moves() {
    return before != after;
  }

  String project() {
    return app.name().project();
  }

  /** Returns what ran before, as it is brought back; nothing when it never ran. */
  Optional<Release> old() {
    boolean ran = from.isPresent() && (releases.record(from.get()).isPresent() || hasRun());
    return ran ? from : Optional.empty();
  }

  /** A folder put there by hand, or by kata.py, has no record but may have run. */
  private boolean hasRun() {
    return from.map(Preparation::started).orElse(false);
  }
}
