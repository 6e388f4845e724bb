package kata.git.hook;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.home.FolderTree;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.NonBlockingStream;
import kata.process.Result;
import kata.text.Reason;

/**
 * Answers the hooks of one push in the process that receives it; a separate kata for each hook
 * would cost start-up time and memory. A {@link Hook} talks to this process through named pipes in
 * a folder that its environment names. It starts a new kata process if no one reads the pipes.
 */
public final class PushHooks implements AutoCloseable {
  /** The command of kata that checks a push. */
  public static final String CHECK_COMMAND = Hook.CHECK;

  /** The command of kata that deploys a push. */
  public static final String DEPLOY_COMMAND = Hook.DEPLOY;

  /** The environment variable that names the folder. */
  public static final String VARIABLE = "KATA_PUSH";

  private static final long GIT_EXIT_SECONDS = 5;

  private final Path folder;
  private final CountDownLatch over = new CountDownLatch(1);
  private Optional<CompletableFuture<Integer>> deploy = Optional.empty();
  private final int crashed;
  private boolean gitEnded;

  private PushHooks(Path folder, int crashed) {
    this.crashed = crashed;
    this.folder = folder;
  }

  /** Handles one call of a hook. */
  public interface Answer {
    /** Handles the call, writes messages to the stream, and returns the hook's exit status. */
    int to(HookCall call, OutputStream output);
  }

  /**
   * Starts to wait for the hooks. Each is answered once, on its own thread. Throws when the pipes
   * cannot be created.
   *
   * @param crashed the exit status of a hook whose answer fails with a bug of kata
   */
  public static PushHooks listen(Exec exec, int crashed, Answer check, Answer deploy) {
    PushHooks hooks = new PushHooks(folder(), crashed);
    try {
      hooks.createPipes(exec);
      hooks.listen(Hook.CHECK, check);
      hooks.listen(Hook.DEPLOY, deploy);
      return hooks;
    } catch (KataException e) {
      hooks.close();
      throw e;
    }
  }

  /** Waits, after git has exited, for the end of the deploy; returns its status, 0 without one. */
  public int deployed() {
    Optional<CompletableFuture<Integer>> begun;
    synchronized (this) {
      gitEnded = true;
      begun = deploy;
    }
    return begun.map(CompletableFuture::join).orElse(0);
  }

  @Override
  public void close() {
    try {
      FolderTree.delete(folder);
    } catch (KataException ignored) {
      // Only a few pipes remain in the temporary folder; the system removes them.
    }
    over.countDown();
  }

  public Path path() {
    return folder;
  }

  private void listen(String hook, Answer answer) {
    try {
      // Opened before git starts: a hook assumes that kata is gone if a pipe has no reader.
      RandomAccessFile request = open(hook, Hook.REQUEST);
      RandomAccessFile out = open(hook, Hook.OUTPUT);
      RandomAccessFile ended = open(hook, Hook.STATUS);
      Thread thread = new Thread(() -> answer(hook, answer, request, out, ended), hook);
      thread.setDaemon(true); // git need not run the hook
      thread.start();
    } catch (IOException e) {
      throw failed(folder, Reason.of(e));
    }
  }

  private void answer(
      String hook,
      Answer answer,
      RandomAccessFile request,
      RandomAccessFile out,
      RandomAccessFile ended) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    try (request;
        out;
        ended) {
      HookCall call = HookCall.read(new FileInputStream(request.getFD()));
      try (OutputStream pipe =
              Files.newOutputStream(pipe(hook, Hook.OUTPUT), StandardOpenOption.WRITE);
          NonBlockingStream output = new NonBlockingStream(pipe)) {
        out.close(); // from now on a write fails when the hook is gone
        if (begins(hook, status)) {
          int known = answer.to(call, output);
          // At once: a hook without a status would restart the deploy.
          ended.write((known + "\n").getBytes(StandardCharsets.US_ASCII));
          status.complete(known);
          Thread.interrupted(); // a signal has had its effect: only reporting is left
        }
      }
    } catch (IOException e) {
      // The pipes are gone: no one reads the result.
    } finally {
      status.complete(crashed); // unless it is known
    }
    awaitGitExit();
  }

  /**
   * Returns whether the answer may start: not after git has exited, because no one waits for it
   * then.
   */
  private synchronized boolean begins(String hook, CompletableFuture<Integer> status) {
    if (!gitEnded && hook.equals(Hook.DEPLOY)) {
      deploy = Optional.of(status);
    }
    return !gitEnded;
  }

  /**
   * Waits for git's exit: after a signal this process ends with this thread, while git still
   * prints.
   */
  private void awaitGitExit() {
    try {
      over.await(GIT_EXIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path pipe(String hook, String pipe) {
    return folder.resolve(hook + pipe);
  }

  /** Opens a pipe for both directions, which does not wait for the other end. */
  private RandomAccessFile open(String hook, String pipe) throws IOException {
    return new RandomAccessFile(pipe(hook, pipe).toFile(), "rw");
  }

  private void createPipes(Exec exec) {
    Invocation mkfifo = Invocation.of("mkfifo").in(folder);
    for (String hook : List.of(Hook.CHECK, Hook.DEPLOY)) {
      mkfifo = mkfifo.with(hook + Hook.REQUEST, hook + Hook.OUTPUT, hook + Hook.STATUS);
    }
    Result made = exec.run(mkfifo);
    if (!made.ok()) {
      throw failed(folder, made.lastError());
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("kata-push"); // for this user only
    } catch (IOException e) {
      throw failed(Path.of(System.getProperty("java.io.tmpdir")), Reason.of(e));
    }
  }

  private static KataException failed(Path folder, String why) {
    return new OperationFailed(
        "cannot create pipes in %s: %s".formatted(folder, why),
        "check its free space and permissions");
  }
}
