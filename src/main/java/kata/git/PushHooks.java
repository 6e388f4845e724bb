package kata.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.error.Reason;
import kata.home.FolderTree;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.NonBlockingStream;
import kata.process.Result;

/**
 * Answers the hooks of one push in the process that receives it: a kata more for each would cost
 * its start and its memory. {@link Hook} says what a hook does: it talks to this process through
 * named pipes, in a folder that it finds in its environment, and runs a kata of its own when nobody
 * is at their other end.
 */
public final class PushHooks implements AutoCloseable {
  /** The variable that names the folder to the hooks. */
  static final String VARIABLE = "KATA_PUSH";

  private static final long LAST_WORDS_SECONDS = 2;

  private final Path folder;
  private final Map<String, CompletableFuture<Integer>> begun = new HashMap<>();
  private final CountDownLatch gitEnded = new CountDownLatch(1);

  private PushHooks(Path folder) {
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
   */
  public static PushHooks serve(Exec exec, Answer check, Answer deploy) {
    PushHooks hooks = new PushHooks(pipes(exec));
    hooks.await(Hook.CHECK, check);
    hooks.await(Hook.DEPLOY, deploy);
    return hooks;
  }

  Path folder() {
    return folder;
  }

  /** Waits, when git has ended, for the end of the deploy; returns its status, 0 without one. */
  public int deployed() {
    CompletableFuture<Integer> deploy;
    synchronized (begun) { // what has not begun does not begin any more
      gitEnded.countDown();
      deploy = begun.getOrDefault(Hook.DEPLOY, CompletableFuture.completedFuture(0));
    }
    return deploy.join();
  }

  @Override
  public void close() {
    FolderTree.delete(folder);
  }

  private void await(String hook, Answer answer) {
    try {
      // Opened here: a hook that finds a pipe without anybody takes its kata for gone.
      FileChannel asked = open(hook, Hook.ASKED);
      FileChannel told = open(hook, Hook.TOLD);
      FileChannel ended = open(hook, Hook.ENDED);
      Thread thread = new Thread(() -> serve(hook, answer, asked, told, ended), hook);
      thread.setDaemon(true); // git need not run the hook
      thread.start();
    } catch (IOException e) {
      throw failed(folder.toString(), Reason.of(e));
    }
  }

  private void serve(
      String hook, Answer answer, FileChannel asked, FileChannel told, FileChannel ended) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    try (asked;
        told;
        ended) {
      HookCall call = HookCall.read(Channels.newInputStream(asked));
      if (begins(hook, status)) {
        int known;
        try (NonBlockingStream story = new NonBlockingStream(Channels.newOutputStream(told))) {
          known = answer.to(call, story);
          Thread.interrupted(); // a signal has done its work: what is left is to tell of it
        }
        told.close();
        status.complete(known);
        ended.write(ByteBuffer.wrap((known + "\n").getBytes(StandardCharsets.US_ASCII)));
      }
    } catch (IOException e) {
      // The pipes are gone: nobody is left to be told.
    } finally {
      status.complete(ExitCode.FAULT.status()); // unless it is known
    }
    letGitEnd();
  }

  private boolean begins(String hook, CompletableFuture<Integer> status) {
    synchronized (begun) {
      if (gitEnded.getCount() == 0) {
        return false;
      }
      begun.put(hook, status);
      return true;
    }
  }

  /** After a signal this process ends with this thread, and git has its last words on the way. */
  private void letGitEnd() {
    try {
      gitEnded.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A pipe opened for both directions does not wait for the other end. */
  private FileChannel open(String hook, String pipe) throws IOException {
    return FileChannel.open(
        folder.resolve(hook + pipe), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static Path pipes(Exec exec) {
    Path folder;
    try {
      folder = Files.createTempDirectory("kata-push"); // for this user only
    } catch (IOException e) {
      throw failed(System.getProperty("java.io.tmpdir"), Reason.of(e));
    }
    Invocation mkfifo = Invocation.of("mkfifo").in(folder);
    for (String hook : List.of(Hook.CHECK, Hook.DEPLOY)) {
      mkfifo = mkfifo.with(hook + Hook.ASKED, hook + Hook.TOLD, hook + Hook.ENDED);
    }
    Result made = exec.run(mkfifo);
    if (!made.ok()) {
      FolderTree.delete(folder);
      throw failed(folder.toString(), made.lastError());
    }
    return folder;
  }

  private static KataException failed(String folder, String why) {
    return new KataException(
        ExitCode.FAILED,
        "cannot make pipes in %s: %s".formatted(folder, why),
        "check space and permissions there");
  }
}
