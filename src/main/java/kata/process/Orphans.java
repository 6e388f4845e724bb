package kata.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Ends child processes that outlived their kata process, for example after {@code kill -9}. Finds
 * them by a mark that every child has in its environment.
 */
public final class Orphans {
  /** The variable with the mark. */
  public static final String VARIABLE = "KATA_PROCESS";

  private static final long GRACE_SECONDS = 10;

  private Orphans() {}

  /** Returns the mark of this process: its id and start time, which are unique together. */
  public static String mark() {
    ProcessHandle self = ProcessHandle.current();
    return self.pid()
        + "-"
        + self.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
  }

  /**
   * Ends every process of this user with a mark: sends TERM, and KILL after ten seconds. Returns
   * their number once all are gone.
   */
  public static int end(String mark) {
    List<ProcessHandle> marked =
        ProcessHandle.allProcesses().filter(process -> carries(process, mark)).toList();
    marked.forEach(ProcessHandle::destroy);
    for (ProcessHandle process : marked) {
      if (!isGone(process)) {
        process.destroyForcibly();
        isGone(process);
      }
    }
    return marked.size();
  }

  private static boolean carries(ProcessHandle process, String mark) {
    byte[] environment;
    try {
      environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
    } catch (IOException e) {
      return false; // gone, or another user's
    }
    String wanted = VARIABLE + "=" + mark;
    return process.pid() != ProcessHandle.current().pid()
        && Stream.of(new String(environment, StandardCharsets.UTF_8).split("\0", -1))
            .anyMatch(wanted::equals);
  }

  private static boolean isGone(ProcessHandle process) {
    try {
      process.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
