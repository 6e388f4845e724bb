package kata.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import kata.compose.GenerationContext;
import kata.compose.KataFile;
import kata.docker.Orchestrator;
import kata.docker.swarm.Secrets;
import kata.docker.swarm.Swarm;
import kata.docker.swarm.SwarmState;
import kata.error.EngineUnavailable;
import kata.error.KataException;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.home.FolderTree;
import kata.home.KataHome;
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

  Modes(Orchestrator compose, Orchestrator swarm, Swarm asked, Secrets secrets) {
    this.compose = compose;
    this.swarm = swarm;
    this.asked = asked;
    this.secrets = secrets;
  }

  /** A mode, and who says so. */
  public record Decision(Mode mode, String because) {
    /** Returns what to tell of an app that still runs in another mode. */
    Decision notYet(Mode now) {
      return new Decision(now, "its next start moves it to %s: %s".formatted(mode.word(), because));
    }
  }

  /** What runs an app, and the Swarm it does it in, if it does. */
  record Target(Mode mode, Orchestrator orchestrator, Optional<GenerationContext.Swarm> swarm) {}

  /**
   * Decides.
   *
   * @param before how the app runs now, if it does
   */
  Decision decide(Optional<Mode> choice, KataFile file, Optional<Mode> before) {
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
        ? new Decision(Mode.SWARM, "its last release ran so")
        : new Decision(Mode.COMPOSE, "Swarm is not active on this server");
  }

  /** Returns what runs apps in a mode. */
  Orchestrator orchestrator(Mode mode) {
    return mode == Mode.SWARM ? swarm : compose;
  }

  /** Returns what is to run an app. Throws, with the way out, when Swarm is to and cannot. */
  Target target(AppHome app, Decision decision) {
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
  void requireReach(AppHome app, Mode mode) {
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

  /** Returns what {@code kata mode} wrote into the folder of a release. */
  static Optional<Mode> choice(Path code) {
    Path file = code.resolve(KataHome.MODE_FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      String word = Files.readString(file).strip();
      Optional<Mode> mode = Mode.of(word);
      if (mode.isEmpty()) {
        throw KataException.refused(
            "%s holds neither compose nor swarm".formatted(file), "correct or delete it");
      }
      return mode;
    } catch (IOException e) {
      throw KataException.refused("cannot read %s: %s".formatted(file, e.getMessage()), "");
    }
  }

  /** Writes a choice into the folder of a release, or takes it out. */
  static void choose(Path code, Optional<Mode> choice) {
    Path file = code.resolve(KataHome.MODE_FILE);
    if (choice.isPresent()) {
      AtomicFile.write(file, choice.get().word() + "\n", "rw-r--r--");
    } else {
      FolderTree.delete(file);
    }
  }
}
