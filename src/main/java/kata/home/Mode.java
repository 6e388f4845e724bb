package kata.home;

import java.util.Locale;
import java.util.Optional;

/** How an app runs: with Docker Compose on this server, or as a stack of Docker Swarm. */
public enum Mode {
  COMPOSE,
  SWARM;

  /** Parses {@code compose} or {@code swarm}; empty for anything else. */
  public static Optional<Mode> of(String word) {
    return switch (word) {
      case "compose" -> Optional.of(COMPOSE);
      case "swarm" -> Optional.of(SWARM);
      default -> Optional.empty();
    };
  }

  /** Returns its name in files and commands. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns its name in a sentence. */
  public String displayName() {
    return this == COMPOSE ? "Compose" : "Swarm";
  }
}
