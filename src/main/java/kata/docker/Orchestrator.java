package kata.docker;

import java.util.List;
import java.util.Map;
import kata.process.Progress;

/**
 * What runs the services of an app: Compose, or Swarm. Every method throws {@link
 * kata.error.EngineUnavailable} or {@link kata.error.EngineFailed} when Docker is away or fails.
 */
public interface Orchestrator {
  /** Asks Docker whether it takes the file. Throws with Docker's words when it does not. */
  void check(Stack stack);

  /**
   * Builds what is to be built and pulls what is missing, touching nothing that runs. Returns the
   * ids of the images that were built, by their services. Throws when an image cannot be had.
   */
  Map<String, String> fetch(Stack stack, Images images, Progress progress);

  /** Brings what runs to what the file says; what did not change keeps running. */
  Startup up(Stack stack, Progress progress);

  /** Stops and starts every service, with what the file says now. */
  Startup restart(Stack stack, Progress progress);

  /**
   * Runs a command once in a container of a service, after the services that it depends on have
   * started, and passes its lines on. Throws {@link kata.error.StartFailed} when it fails.
   */
  void runOnce(Stack stack, String service, List<String> command, Progress progress);

  /** Removes the container of a command that an interrupted kata left running. */
  void endRunOnce(String project);

  /** Stops every service and keeps what can be kept. */
  void stop(Stack stack, Progress progress);

  /**
   * Removes everything of a project that runs, its networks, and its named volumes when asked, and
   * returns when it is gone. Nothing there is fine.
   */
  void remove(String project, boolean volumes);

  /** How a start turns out. */
  interface Startup {
    /** Waits until every service is good or one is not, and returns the failures. */
    List<ServiceFailure> await();
  }
}
