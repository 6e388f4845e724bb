package kata.route;

import java.time.Duration;
import java.util.Optional;
import kata.home.HeldLock;
import kata.process.PollInterval;

/** Requests that wait instead of failing, until they are released or this is closed. */
public final class RequestHold implements AutoCloseable {
  /**
   * A held request is tried ten times a second, each time for a quarter of one. Caddy answers those
   * between two tries with an error when it loads another configuration.
   */
  private static final Duration RELEASE_DELAY = Duration.ofMillis(700);

  /** Caddy may hold an address of the next release for down, for four seconds. */
  private static final Duration RELEASE_DELAY_NEW_UPSTREAM = Duration.ofSeconds(5);

  private final Duration delay;
  private Optional<HeldLock> lock;

  private RequestHold(Duration delay, Optional<HeldLock> lock) {
    this.delay = delay;
    this.lock = lock;
  }

  /** Holds nothing. */
  public static RequestHold none() {
    return new RequestHold(Duration.ZERO, Optional.empty());
  }

  /**
   * Holds requests.
   *
   * @param newUpstream whether the next release listens on another address
   * @param lock what keeps others from changing Caddy meanwhile
   */
  static RequestHold of(boolean newUpstream, Optional<HeldLock> lock) {
    return new RequestHold(newUpstream ? RELEASE_DELAY_NEW_UPSTREAM : RELEASE_DELAY, lock);
  }

  /** Gives held requests the time to reach containers that answer again. */
  public void release() {
    PollInterval.sleep(delay);
    close();
  }

  /** Lets others change Caddy again. */
  @Override
  public void close() {
    lock.ifPresent(HeldLock::close);
    lock = Optional.empty();
  }
}
