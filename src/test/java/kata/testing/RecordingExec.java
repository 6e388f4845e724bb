package kata.testing;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;

/** Starts nothing: records the passthrough invocations, and returns a fixed status. */
public final class RecordingExec implements Exec {
  private final int status;
  private final List<Invocation> ran = new ArrayList<>();

  /** Returns this status for every child. */
  public RecordingExec(int status) {
    this.status = status;
  }

  /** Returns the recorded invocations, in order. */
  public List<Invocation> ran() {
    return List.copyOf(ran);
  }

  @Override
  public int passthrough(Invocation invocation) {
    ran.add(invocation);
    return status;
  }

  @Override
  public int passthrough(Invocation invocation, OutputStream out) {
    return passthrough(invocation);
  }

  @Override
  public Result run(Invocation invocation) {
    throw new AssertionError("its output was taken: " + invocation.argv());
  }

  @Override
  public Result stream(Invocation invocation, Consumer<String> line) {
    throw new AssertionError("its output was taken: " + invocation.argv());
  }
}
