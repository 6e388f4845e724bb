package kata.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keeps a signal from ending this process in the midst of a change: TERM and INT interrupt the
 * thread that makes the change, which then undoes it, and the process ends when it has.
 */
public final class SignalShield implements AutoCloseable {
  static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  private SignalShield(Duration patience) {
    hook = new Thread(() -> interrupt(patience), "signal");
  }

  /** Shields what this thread does until {@link #close}; for so long at most after a signal. */
  public static SignalShield raise(Duration patience) {
    SignalShield shield = new SignalShield(patience);
    Runtime.getRuntime().addShutdownHook(shield.hook);
    return shield;
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came: the hook ends by itself.
    }
  }

  private void interrupt(Duration patience) {
    if (over.getCount() == 0) {
      return;
    }
    worker.interrupt();
    try {
      if (over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        // It still has to say how it ended; then it ends, or exits, which waits for this hook.
        for (long waited = 0; waited < LAST_WORDS.toMillis() && !isDone(); waited += 20) {
          Thread.sleep(20);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDone() {
    return !worker.isAlive() || Stream.of(worker.getStackTrace()).anyMatch(SignalShield::isExit);
  }

  /** Recognises {@link Runtime#exit}, which waits for this hook; decision 11 has the reason. */
  private static boolean isExit(StackTraceElement frame) {
    return frame.getClassName().equals(Runtime.class.getName())
        && frame.getMethodName().equals("exit");
  }
}
