package kata.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kata.docker.Images;
import kata.docker.Orchestrator;
import kata.docker.ServiceFailure;
import kata.docker.Stack;
import kata.home.KataHome;
import kata.process.Progress;

/** Runs nothing: records its calls in a list that several may share. */
public final class RecordingOrchestrator implements Orchestrator {
  private final String name;
  private final List<String> done;
  private final List<ServiceFailure> failures;

  /** Creates one whose starts succeed. */
  public RecordingOrchestrator(String name) {
    this(name, new ArrayList<>(), List.of());
  }

  /** Creates one that records its calls in a list, and whose starts of a new release fail. */
  public RecordingOrchestrator(String name, List<String> done, List<ServiceFailure> failures) {
    this.name = name;
    this.done = done;
    this.failures = List.copyOf(failures);
  }

  @Override
  public void check(Stack stack) {
    done.add(name + " check");
  }

  @Override
  public Map<String, String> fetch(Stack stack, Images images, Progress progress) {
    done.add(name + " fetch");
    return Map.of();
  }

  @Override
  public Startup up(Stack stack, Progress progress) {
    done.add(name + " up");
    return () -> how(stack);
  }

  @Override
  public Startup restart(Stack stack, Progress progress) {
    done.add(name + " restart");
    return () -> how(stack);
  }

  @Override
  public void runOnce(Stack stack, String service, List<String> command, Progress progress) {
    done.add(name + " run " + service + " " + String.join(" ", command));
  }

  @Override
  public void endRunOnce(String project) {}

  @Override
  public void stop(Stack stack, Progress progress) {
    done.add(name + " stop");
  }

  @Override
  public void remove(String project, boolean volumes) {
    done.add(name + " remove");
  }

  private List<ServiceFailure> how(Stack stack) {
    return stack.file().endsWith(KataHome.DRAFT_FILE) ? failures : List.of();
  }
}
