package kata.update;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.time.Instant;
import kata.process.Progress;

/** Receives a download piece by piece: writes it, counts it, and reports its progress. */
final class Download implements BodyHandler<Void> {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
  private static final double MEGABYTE = 1e6;

  private final OutputStream target;
  private final long limit;
  private final Progress progress;
  private volatile Instant lastPiece = Instant.now();
  private Instant lastLine = Instant.now();
  private long total;
  private long reported;
  private long bytes;

  Download(OutputStream target, long limit, Progress progress) {
    this.target = target;
    this.limit = limit;
    this.progress = progress;
  }

  /** Returns whether nothing has arrived for this long. */
  boolean isSilentFor(Duration time) {
    return Instant.now().isAfter(lastPiece.plus(time));
  }

  @Override
  public BodySubscriber<Void> apply(ResponseInfo info) {
    lastPiece = Instant.now();
    total = info.headers().firstValueAsLong("Content-Length").orElse(0);
    return info.statusCode() == 200
        ? BodySubscribers.ofByteArrayConsumer(piece -> piece.ifPresent(this::take))
        : BodySubscribers.discarding();
  }

  private void take(byte[] piece) {
    lastPiece = Instant.now();
    bytes += piece.length;
    try {
      if (bytes > limit) {
        throw new IOException("it has more than %d bytes".formatted(limit));
      }
      target.write(piece);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    report();
  }

  /** Reports each tenth, at most every two seconds. */
  private void report() {
    long tenth = (total > 0 ? total : limit) / 10;
    Instant now = Instant.now();
    if (bytes - reported >= tenth && now.isAfter(lastLine.plus(BETWEEN_LINES))) {
      reported = bytes;
      lastLine = now;
      progress.detail(
          total > 0
              ? "%.1f of %.1f MB".formatted(bytes / MEGABYTE, total / MEGABYTE)
              : "%.1f MB".formatted(bytes / MEGABYTE));
    }
  }
}
