package kata.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Protects a change from TERM and INT: a signal interrupts the thread that makes the change. The
 * thread undoes the change, and then the process ends.
 */
public final class SignalShield implements AutoCloseable {
  static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  private SignalShield(Duration limit) {
    hook = new Thread(() -> interrupt(limit), "signal");
  }

  /**
   * Protects the work of this thread until {@link #close}; for at most the limit after a signal.
   */
  public static SignalShield raise(Duration limit) {
    SignalShield shield = new SignalShield(limit);
    Runtime.getRuntime().addShutdownHook(shield.hook);
    return shield;
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came: the JVM is already running the hook.
    }
  }

  private void interrupt(Duration limit) {
    if (over.getCount() == 0) {
      return;
    }
    worker.interrupt();
    try {
      if (over.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
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
