package kata.app;

import java.util.Optional;
import kata.compose.GenerationContext;
import kata.compose.KataFile;
import kata.docker.Orchestrator;
import kata.docker.swarm.Secrets;
import kata.docker.swarm.Swarm;
import kata.docker.swarm.SwarmState;
import kata.error.EngineUnavailable;
import kata.home.AppHome;
import kata.home.Mode;

/**
 * Which way an app runs: what was chosen with {@code kata mode}, else what its file says, else what
 * this server is set up for.
 */
public final class Modes {
  private final Orchestrator compose;
  private final Orchestrator swarm;
  private final Swarm asked;
  private final Secrets secrets;

  public Modes(Orchestrator compose, Orchestrator swarm, Swarm asked, Secrets secrets) {
    this.compose = compose;
    this.swarm = swarm;
    this.asked = asked;
    this.secrets = secrets;
  }

  /** A mode, and who says so. */
  public record Decision(Mode mode, String because) {
    /** Returns the decision for an app that still runs in another mode. */
    public Decision notYet(Mode now) {
      return new Decision(
          now, "%s takes effect at the next start: %s".formatted(mode.word(), because));
    }
  }

  /** What runs an app, and the Swarm it does it in, if it does. */
  public record Target(
      Mode mode, Orchestrator orchestrator, Optional<GenerationContext.Swarm> swarm) {}

  /**
   * Decides.
   *
   * @param before how the app runs now, if it does
   */
  public Decision decide(Optional<Mode> choice, KataFile file, Optional<Mode> before) {
    if (choice.isPresent()) {
      return new Decision(choice.get(), "chosen with `kata mode`");
    }
    if (file.mode().isPresent()) {
      return new Decision(file.mode().get(), "x-kata-mode in its file");
    }
    if (asked.state().active()) {
      return new Decision(Mode.SWARM, "Swarm is active on this server");
    }
    // An app does not leave a Swarm because this node lost sight of it.
    return before.isPresent() && before.get() == Mode.SWARM
        ? new Decision(Mode.SWARM, "its last release ran in Swarm mode")
        : new Decision(Mode.COMPOSE, "Swarm is not active on this server");
  }

  /** Returns what runs apps in a mode. */
  public Orchestrator orchestrator(Mode mode) {
    return mode == Mode.SWARM ? swarm : compose;
  }

  /** Returns the target of a start that is on record, without asking the Swarm. */
  public Target recorded(Mode mode) {
    return new Target(mode, orchestrator(mode), Optional.empty());
  }

  /** Returns what is to run an app. Throws, with the way out, when Swarm is to and cannot. */
  public Target target(AppHome app, Decision decision) {
    if (decision.mode() == Mode.COMPOSE) {
      return new Target(Mode.COMPOSE, compose, Optional.empty());
    }
    SwarmState state = asked.state();
    state
        .obstacle()
        .ifPresent(
            obstacle -> {
              throw new EngineUnavailable(
                  "app '%s' is to run in Swarm mode (%s), but %s"
                      .formatted(app.name(), decision.because(), obstacle),
                  "or `kata mode %s compose` runs it without Swarm".formatted(app.name()));
            });
    Optional<String> pinTo = state.nodes() > 1 ? Optional.of(state.nodeId()) : Optional.empty();
    return new Target(
        Mode.SWARM, swarm, Optional.of(new GenerationContext.Swarm(pinTo, secrets.current())));
  }

  /**
   * Throws when an app runs in a Swarm that this node cannot manage now; where there is no Swarm
   * any more, nothing of the app can run in it.
   */
  public void requireReach(AppHome app, Mode mode) {
    SwarmState state = asked.state();
    if (mode == Mode.SWARM && !state.word().equals("inactive")) {
      state
          .obstacle()
          .ifPresent(
              obstacle -> {
                throw new EngineUnavailable(
                    "app '%s' runs in Swarm mode, but %s".formatted(app.name(), obstacle),
                    "nothing was changed");
              });
    }
  }
}
