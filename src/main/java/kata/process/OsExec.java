package kata.process;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kata.error.EngineUnavailable;
import kata.error.GitFailed;
import kata.error.KataException;
import kata.error.OperationFailed;

/**
 * Runs child processes with a clean environment, empty standard input and a deadline. Drains each
 * stream on its own thread, because a child blocks on a full pipe.
 */
public final class OsExec implements Exec {
  private static final int KEPT_BYTES = 16 * 1024 * 1024;
  private static final int KEPT_LINES = 40;

  private final Map<String, String> baseEnv;

  /** Runs children with these variables and the mark of {@link Orphans} only. */
  public OsExec(Map<String, String> baseEnv) {
    this.baseEnv = Map.copyOf(baseEnv);
  }

  @Override
  public Result run(Invocation invocation) {
    Process process = start(invocation, builder(invocation));
    Drain out = new Drain(process.getInputStream());
    Drain err = new Drain(process.getErrorStream());
    int status = await(invocation, process);
    return new Result(status, out.bytes(), new String(err.bytes(), StandardCharsets.UTF_8));
  }

  @Override
  public Result stream(Invocation invocation, Consumer<String> line) {
    Process process = start(invocation, builder(invocation).redirectErrorStream(true));
    Deque<String> last = new ArrayDeque<>();
    Thread reader = daemon(() -> readLines(process, last, line));
    int status = await(invocation, process);
    join(reader);
    synchronized (last) {
      return new Result(status, new byte[0], String.join("\n", last));
    }
  }

  @Override
  public int passthrough(Invocation invocation) {
    Process process = start(invocation, builder(invocation).inheritIO());
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw interrupted(process, e);
    }
  }

  @Override
  public int passthrough(Invocation invocation, OutputStream out) {
    ProcessBuilder builder =
        builder(invocation)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = start(invocation, builder);
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        out.flush();
      }
      return process.waitFor();
    } catch (IOException e) {
      endTree(process);
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(process, e);
    }
  }

  private ProcessBuilder builder(Invocation invocation) {
    ProcessBuilder builder = new ProcessBuilder(invocation.argv());
    builder.environment().clear();
    builder.environment().putAll(baseEnv);
    builder.environment().put(Orphans.VARIABLE, Orphans.mark());
    builder.environment().putAll(invocation.env());
    invocation.dir().ifPresent(dir -> builder.directory(dir.toFile()));
    return builder;
  }

  private static Process start(Invocation invocation, ProcessBuilder builder) {
    try {
      Process process = builder.start();
      if (builder.redirectInput().equals(ProcessBuilder.Redirect.PIPE)) {
        process.getOutputStream().close();
      }
      return process;
    } catch (IOException e) {
      Optional<Path> gone = invocation.dir().filter(dir -> !Files.isDirectory(dir));
      if (gone.isPresent()) {
        throw new OperationFailed(
            "cannot start %s: the folder %s does not exist"
                .formatted(invocation.program(), gone.get()),
            "",
            e);
      }
      throw missing(invocation.program(), e);
    }
  }

  /** Makes the exception for a program that is not installed, or not in PATH. */
  private static KataException missing(String program, IOException cause) {
    String message = "cannot start " + program + ": it is not installed, or not in PATH";
    String hint = "install it, then run `kata setup` to check";
    return switch (String.valueOf(Path.of(program).getFileName())) {
      case "docker", "docker-compose" -> new EngineUnavailable(message, hint, cause);
      case "git" -> new GitFailed(message, hint, cause);
      default -> new OperationFailed(message, hint, cause);
    };
  }

  private static int await(Invocation invocation, Process process) {
    try {
      if (process.waitFor(invocation.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      throw interrupted(process, e);
    }
    endTree(process);
    throw new OperationFailed(
        "`%s` did not exit within %d s; kata stopped it"
            .formatted(invocation.commandLine(), invocation.timeout().toSeconds()));
  }

  private static KataException interrupted(Process process, InterruptedException cause) {
    endTree(process);
    return KataException.interrupted(cause);
  }

  private static void endTree(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly(); // first, so that it starts no new children
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private static void readLines(Process process, Deque<String> last, Consumer<String> line) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        synchronized (last) {
          last.addLast(text);
          if (last.size() > KEPT_LINES) {
            last.removeFirst();
          }
        }
        line.accept(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "drain");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      // A grandchild may keep the pipe open after the child has exited: do not wait for it.
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Drain {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread thread;

    Drain(InputStream in) {
      thread = daemon(() -> copy(in));
    }

    private void copy(InputStream in) {
      byte[] buffer = new byte[8192];
      try (in) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          synchronized (kept) {
            kept.write(buffer, 0, Math.min(n, KEPT_BYTES - kept.size()));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] bytes() {
      join(thread);
      synchronized (kept) {
        return kept.toByteArray();
      }
    }
  }
}
