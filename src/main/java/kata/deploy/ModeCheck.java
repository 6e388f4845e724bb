package kata.deploy;

import kata.compose.KataFile;
import kata.error.KataException;

/** Refuses the mode that this version cannot deploy with, rather than deploy in another one. */
final class ModeCheck {
  private ModeCheck() {}

  static void refuseSwarm(KataFile file) {
    if (file.mode().orElse("compose").equals("swarm")) {
      throw KataException.refused(
          "kata-compose.yaml asks for Swarm, which this version of kata does not deploy to",
          "remove x-kata-mode: swarm to deploy with Compose");
    }
  }
}
