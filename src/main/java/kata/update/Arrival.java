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

/** A file as it comes in, piece by piece: passed on, counted, and told of every now and then. */
final class Arrival implements BodyHandler<Void> {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
  private static final double MEGABYTE = 1e6;

  private final OutputStream target;
  private final long limit;
  private final Progress progress;
  private volatile Instant lastPiece = Instant.now();
  private Instant lastLine = Instant.now();
  private long total;
  private long told;
  private long bytes;

  Arrival(OutputStream target, long limit, Progress progress) {
    this.target = target;
    this.limit = limit;
    this.progress = progress;
  }

  /** Tells whether nothing came for this long. */
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
    tell();
  }

  /** Tells of each tenth, but not of those that come fast. */
  private void tell() {
    long tenth = (total > 0 ? total : limit) / 10;
    Instant now = Instant.now();
    if (bytes - told >= tenth && now.isAfter(lastLine.plus(BETWEEN_LINES))) {
      told = bytes;
      lastLine = now;
      progress.detail(
          total > 0
              ? "%.1f of %.1f MB".formatted(bytes / MEGABYTE, total / MEGABYTE)
              : "%.1f MB".formatted(bytes / MEGABYTE));
    }
  }
}
