package kata.git;

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
 * Answers the hooks of one push in the process that receives it: a kata more for each would cost
 * its start and its memory. {@link Hook} says what a hook does: it talks to this process through
 * named pipes, in a folder that it finds in its environment, and runs a kata of its own when nobody
 * is at their other end.
 */
public final class PushHooks implements AutoCloseable {
  /** The command of kata that checks a push. */
  public static final String CHECK_COMMAND = Hook.CHECK;

  /** The command of kata that deploys a push. */
  public static final String DEPLOY_COMMAND = Hook.DEPLOY;

  /** The variable that names the folder to the hooks. */
  static final String VARIABLE = "KATA_PUSH";

  private static final long LAST_WORDS_SECONDS = 5;

  private final Path folder;
  private final CountDownLatch over = new CountDownLatch(1);
  private Optional<CompletableFuture<Integer>> deploy = Optional.empty();
  private final int crashed;
  private boolean gitEnded;

  private PushHooks(Path folder, int crashed) {
    this.crashed = crashed;
    this.folder = folder;
  }

  /** What is done for a hook. */
  public interface Answer {
    /** Does it, tells about it on the stream, and returns the status of the hook. */
    int to(HookCall call, OutputStream story);
  }

  /**
   * Begins to wait for the hooks, each of which is answered once, on a thread of its own. Throws
   * when the pipes cannot be made.
   *
   * @param crashed the status of a hook whose answer ended in a fault of kata
   */
  public static PushHooks listen(Exec exec, int crashed, Answer check, Answer deploy) {
    PushHooks hooks = new PushHooks(folder(), crashed);
    try {
      hooks.makePipes(exec);
      hooks.listen(Hook.CHECK, check);
      hooks.listen(Hook.DEPLOY, deploy);
      return hooks;
    } catch (KataException e) {
      hooks.close();
      throw e;
    }
  }

  /** Waits, when git has ended, for the end of the deploy; returns its status, 0 without one. */
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
      // A few names in the temporary folder; the system removes them.
    }
    over.countDown();
  }

  Path path() {
    return folder;
  }

  private void listen(String hook, Answer answer) {
    try {
      // Opened here: a hook that finds a pipe without anybody takes its kata for gone.
      RandomAccessFile asked = open(hook, Hook.ASKED);
      RandomAccessFile told = open(hook, Hook.TOLD);
      RandomAccessFile ended = open(hook, Hook.ENDED);
      Thread thread = new Thread(() -> answer(hook, answer, asked, told, ended), hook);
      thread.setDaemon(true); // git need not run the hook
      thread.start();
    } catch (IOException e) {
      throw failed(folder, Reason.of(e));
    }
  }

  private void answer(
      String hook,
      Answer answer,
      RandomAccessFile asked,
      RandomAccessFile told,
      RandomAccessFile ended) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    try (asked;
        told;
        ended) {
      HookCall call = HookCall.read(new FileInputStream(asked.getFD()));
      try (OutputStream toHook =
              Files.newOutputStream(pipe(hook, Hook.TOLD), StandardOpenOption.WRITE);
          NonBlockingStream story = new NonBlockingStream(toHook)) {
        told.close(); // from now on a hook that is gone is noticed
        if (begins(hook, status)) {
          int known = answer.to(call, story);
          // At once: a hook that does not learn of a good end begins again.
          ended.write((known + "\n").getBytes(StandardCharsets.US_ASCII));
          status.complete(known);
          Thread.interrupted(); // a signal has done its work: what is left is to tell of it
        }
      }
    } catch (IOException e) {
      // The pipes are gone: nobody is left to be told.
    } finally {
      status.complete(crashed); // unless it is known
    }
    letGitEnd();
  }

  /** Tells whether the answer may begin: not when git has ended, as then nobody waits for it. */
  private synchronized boolean begins(String hook, CompletableFuture<Integer> status) {
    if (!gitEnded && hook.equals(Hook.DEPLOY)) {
      deploy = Optional.of(status);
    }
    return !gitEnded;
  }

  /** After a signal this process ends with this thread, and git has its last words on the way. */
  private void letGitEnd() {
    try {
      over.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path pipe(String hook, String pipe) {
    return folder.resolve(hook + pipe);
  }

  /** A pipe opened for both directions does not wait for the other end. */
  private RandomAccessFile open(String hook, String pipe) throws IOException {
    return new RandomAccessFile(pipe(hook, pipe).toFile(), "rw");
  }

  private void makePipes(Exec exec) {
    Invocation mkfifo = Invocation.of("mkfifo").in(folder);
    for (String hook : List.of(Hook.CHECK, Hook.DEPLOY)) {
      mkfifo = mkfifo.with(hook + Hook.ASKED, hook + Hook.TOLD, hook + Hook.ENDED);
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
        "cannot make pipes in %s: %s".formatted(folder, why), "check space and permissions there");
  }
}
