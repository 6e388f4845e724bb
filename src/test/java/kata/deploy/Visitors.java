package kata.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import kata.http.Endpoint;
import kata.http.HttpClient;
import kata.http.HttpRequest;
import kata.http.HttpResponse;

/**
 * A steady stream of requests to one port, each on a connection of its own: mostly GET, some POST
 * with a body. Whatever is not a 200 with the right body is a failure.
 */
final class Visitors implements AutoCloseable {
  private static final int READERS = 10;
  private static final int WRITERS = 2;
  private static final long PAUSE = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong longest = new AtomicLong();
  private volatile boolean going = true;

  Visitors(int port) {
    client = new HttpClient(new Endpoint.Tcp("localhost", port), Duration.ofSeconds(5));
    for (int i = 0; i < READERS; i++) {
      threads.execute(() -> visit(HttpRequest.get("/page?a=b"), "GET /page?a=b "));
    }
    byte[] body = "some words".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < WRITERS; i++) {
      HttpRequest post = new HttpRequest("POST", "/form", Map.of(), body);
      threads.execute(() -> visit(post, "POST /form some words"));
    }
  }

  private void visit(HttpRequest request, String echo) {
    while (going) {
      long start = System.nanoTime();
      try (HttpResponse response = client.send(request, PATIENCE)) {
        String answer = new String(response.bytes(), StandardCharsets.UTF_8);
        if (response.status() == 200 && answer.endsWith(" " + echo)) {
          answers.computeIfAbsent(answer, key -> new AtomicLong()).incrementAndGet();
        } else {
          fail(request, start, response.status() + " '" + answer + "'");
        }
      } catch (IOException e) {
        fail(request, start, e.toString());
      }
      longest.accumulateAndGet(millisSince(start), Math::max);
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void fail(HttpRequest request, long start, String what) {
    failures.add(
        "%s %s after %d ms: %s"
            .formatted(
                LocalTime.now(ZoneId.systemDefault()), request.method(), millisSince(start), what));
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** Returns what failed since the last call, and forgets it. */
  List<String> failures() {
    List<String> now = List.copyOf(failures);
    failures.removeAll(now);
    return now;
  }

  /** Counts the answers so far. */
  long count() {
    return answers.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** Returns the longest time a request took since the last call, in milliseconds. */
  long longest() {
    return longest.getAndSet(0);
  }

  @Override
  public void close() throws InterruptedException {
    going = false;
    threads.shutdown();
    if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      threads.shutdownNow();
    }
  }
}
