package kata.deploy.runner;

import java.util.List;
import kata.process.Progress;

/**
 * One step of a deploy. Gets what the steps before it found out, and returns it with what it adds.
 * A step knows no other step; the lists in {@code kata.deploy.StepLists} say the order.
 */
public interface Step {
  /** Returns the name of the step, as README lists it. */
  String name();

  /** Does the step. */
  Deployment run(Deployment deployment, Progress progress);

  /** Returns what the step does to the app. */
  default Effect effect() {
    return Effect.PREPARES;
  }

  /**
   * Restores what the step changed of what runs. Called also for a step that had not begun or was
   * killed halfway, and may be called again after an interruption.
   */
  default void undo(Deployment deployment, Progress progress) {}

  /** Deletes what the step made on disk, after what runs was restored. Never fails for Docker. */
  default void discard(Deployment deployment) {}

  /** Does the step as far as that leaves no trace, for a plan: by default nothing. */
  default Deployment rehearse(Deployment deployment, Progress progress) {
    return deployment;
  }

  /** Returns what the step would change, one line each. */
  default List<String> plan(Deployment deployment) {
    return List.of();
  }

  /** What a step does to the app. */
  enum Effect {
    /** Touches nothing that runs; a failure discards it. */
    PREPARES,
    /** Changes what runs; a failure or a kill undoes it. */
    CHANGES,
    /** Records that the new release serves; a kill is made good by doing it again. */
    COMPLETES,
    /** Cleans up behind a good deploy; a failure is a warning. */
    TIDIES
  }
}
