package kata.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import kata.process.Progress;

/** Reports what a wait is for, once it has lasted five seconds, and each time that changes. */
public final class WaitReporter {
  private static final Duration DELAY = Duration.ofSeconds(5);

  private final Instant begin = Instant.now();
  private final Progress progress;
  private String reported = "";

  public WaitReporter(Progress progress) {
    this.progress = progress;
  }

  /** Why a service is not healthy yet: the rest of the sentence "service 'x' ...". */
  public record Reason(String service, String text) {}

  public void report(List<Reason> reasons) {
    String now =
        reasons.stream()
            .map(reason -> "service '%s' %s".formatted(reason.service(), reason.text()))
            .distinct()
            .collect(Collectors.joining("; "));
    if (!now.equals(reported) && begin.plus(DELAY).isBefore(Instant.now())) {
      progress.detail("waiting: " + now);
      reported = now;
    }
  }
}
