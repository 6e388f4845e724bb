package kata.testing;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;

/** Starts nothing: remembers what it was to run on kata's streams, and gives one status for it. */
public final class RecordingExec implements Exec {
  private final int status;
  private final List<Invocation> ran = new ArrayList<>();

  /** Makes children that end with a status. */
  public RecordingExec(int status) {
    this.status = status;
  }

  /** Returns what was run, in order. */
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
