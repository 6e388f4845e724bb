package kata.docker;

import java.util.List;
import java.util.Map;
import kata.process.Progress;

/**
 * Runs the services of an app with Compose or Swarm. Every method throws {@link
 * kata.error.EngineUnavailable} when Docker does not answer, and {@link kata.error.EngineFailed}
 * when it fails.
 */
public interface Orchestrator {
  /** Validates the file with Docker. Throws with Docker's error text when Docker rejects it. */
  void check(Stack stack);

  /**
   * Builds and pulls the images, and leaves running containers alone. Returns the ids of the built
   * images by service. Throws when an image cannot be built or pulled.
   */
  Map<String, String> fetch(Stack stack, Images images, Progress progress);

  /** Starts what the file describes; unchanged services keep running. */
  Startup up(Stack stack, Progress progress);

  /** Stops every service and starts it as the file describes it now. */
  Startup restart(Stack stack, Progress progress);

  /**
   * Runs a command once in a container of a service, after the services that it depends on have
   * started, and passes its lines on. Throws {@link kata.error.StartFailed} when it fails.
   */
  void runOnce(Stack stack, String service, List<String> command, Progress progress);

  /** Removes the container of a command that an interrupted kata left running. */
  void endRunOnce(String project);

  /** Stops every service, and keeps its containers where the mode allows it. */
  void stop(Stack stack, Progress progress);

  /**
   * Removes the containers and networks of a project, and its named volumes when asked; returns
   * once they are gone. Does nothing when there are none.
   */
  void remove(String project, boolean volumes);

  /** A start that is in progress. */
  interface Startup {
    /** Waits until every service is healthy or one has failed, and returns the failures. */
    List<ServiceFailure> await();
  }
}
