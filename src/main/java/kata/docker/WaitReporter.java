package kata.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import kata.process.Progress;

/** Tells what a wait is for, each time that changes, once it is longer than a good start takes. */
public final class WaitReporter {
  private static final Duration SHORT = Duration.ofSeconds(5);

  private final Instant begin = Instant.now();
  private final Progress progress;
  private String told = "";

  public WaitReporter(Progress progress) {
    this.progress = progress;
  }

  /** What a service is not yet; continues "service 'x' ...". */
  public record Reason(String service, String text) {}

  public void isFor(List<Reason> reasons) {
    String now =
        reasons.stream()
            .map(reason -> "service '%s' %s".formatted(reason.service(), reason.text()))
            .distinct()
            .collect(Collectors.joining("; "));
    if (!now.equals(told) && begin.plus(SHORT).isBefore(Instant.now())) {
      progress.detail("not yet good: " + now);
      told = now;
    }
  }
}
