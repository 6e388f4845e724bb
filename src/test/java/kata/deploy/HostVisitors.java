package kata.deploy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import kata.http.Endpoint;
import kata.http.HttpClient;
import kata.http.HttpRequest;
import kata.http.HttpResponse;

/** Visitors of many hosts at one HTTP and one HTTPS address, half of them at each. */
final class HostVisitors implements AutoCloseable {
  /** What becomes of a visit. */
  enum Outcome {
    GOOD,
    /** Caddy had no certificate for the host at that moment. */
    NO_CERTIFICATE,
    /** Caddy closed the connection without a byte. */
    HUNG_UP,
    /** Linux reset the connection; see {@link kata.testing.TcpMigration}. */
    RESET,
    BAD
  }

  /** A visit with an outcome that is not a good one. */
  private record Unlucky(Outcome outcome, String told) {}

  private static final int AT_ONCE = 4;
  private static final long PAUSE = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int http;
  private final int https;
  private final Map<String, String> expected = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> good = new ConcurrentHashMap<>();
  private final List<Unlucky> others = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private volatile boolean going = true;

  HostVisitors(int http, int https) {
    this.http = http;
    this.https = https;
  }

  /** From now on visitors of a host are to read this. */
  void expect(String host, String text) {
    expected.put(host, text);
  }

  /** From now on whatever visitors of a host read is right. */
  void leave(String host) {
    expected.remove(host);
  }

  /** Visits some hosts all the time, in an order that is the same each time. */
  void start(Collection<String> hosts) {
    List<String> all = List.copyOf(hosts);
    for (int i = 0; i < AT_ONCE; i++) {
      boolean tls = i % 2 == 0;
      Random whom = new Random(i);
      threads.execute(
          () -> {
            while (going) {
              visit(all.get(whom.nextInt(all.size())), tls);
            }
          });
    }
  }

  private void visit(String host, boolean tls) {
    String before = expected.get(host);
    String what = (tls ? "https://" : "http://") + host;
    String answer = "";
    Outcome outcome;
    try {
      answer = ask(host, tls);
      outcome = answer.equals(before) ? Outcome.GOOD : Outcome.BAD;
    } catch (IOException e) {
      answer = e.toString();
      outcome = outcome(e);
    }
    if (before != null && before.equals(expected.get(host))) {
      if (outcome == Outcome.GOOD) {
        good.computeIfAbsent(what, none -> new AtomicLong()).incrementAndGet();
      } else {
        others.add(new Unlucky(outcome, what + ": " + answer));
      }
    }
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      going = false;
    }
  }

  private static Outcome outcome(IOException e) {
    if (e instanceof SSLException
        && String.valueOf(e.getMessage()).matches(".*alert: (internal_error|unrecognized_name)")) {
      return Outcome.NO_CERTIFICATE;
    }
    if (e instanceof EOFException || e.getCause() instanceof EOFException) {
      return Outcome.HUNG_UP;
    }
    return String.valueOf(e.getMessage()).contains("Connection reset")
        ? Outcome.RESET
        : Outcome.BAD;
  }

  /** Asks for the first page of a host; returns its text, after its status where that is no 200. */
  String ask(String host, boolean tls) throws IOException {
    Endpoint.Tcp at = new Endpoint.Tcp("localhost", tls ? https : http);
    HttpClient client =
        tls ? HttpClient.unverified(at, PATIENCE, host) : new HttpClient(at, PATIENCE);
    HttpRequest request = new HttpRequest("GET", "/", Map.of("Host", host), new byte[0]);
    try (HttpResponse response = client.send(request, PATIENCE)) {
      String text = new String(response.bytes(), StandardCharsets.UTF_8);
      return response.status() == 200 ? text : response.status() + " " + text;
    }
  }

  /** Counts the good visits of a URL such as {@code http://a.example}. */
  long good(String url) {
    AtomicLong count = good.get(url);
    return count == null ? 0 : count.get();
  }

  /** Counts the good visits of all URLs that begin so. */
  long allGood(String begin) {
    return good.keySet().stream().filter(url -> url.startsWith(begin)).mapToLong(this::good).sum();
  }

  /** Returns the visits with an outcome that is not a good one, each with its URL first. */
  List<String> with(Outcome outcome) {
    return others.stream().filter(one -> one.outcome() == outcome).map(Unlucky::told).toList();
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
