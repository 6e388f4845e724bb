package kata.caddy.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import kata.error.AppUnreachable;
import kata.http.ConnectFailed;
import kata.http.Endpoint;
import kata.http.HttpClient;
import kata.http.HttpRequest;
import kata.http.HttpResponse;
import kata.process.Progress;

/**
 * Requests an app through Caddy as its visitors do. Healthy containers do not prove that Caddy's
 * routes reach them.
 */
public final class ReachabilityProbe {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** The statuses that Caddy's proxy answers when it cannot reach the app. */
  private static final Set<Integer> NOT_REACHED = Set.of(502, 503, 504);

  private static final int PLAIN_TO_TLS = 400;
  private static final String PLAIN_TO_TLS_WORDS = "HTTP request to an HTTPS server";

  private final String near;
  private final Path home;
  private final Duration retryFor;
  private final Duration answer;

  /**
   * Probes the Caddy of an admin address.
   *
   * @param home the folder that Caddy must be able to enter to read files of apps
   * @param retryFor how long Caddy may fail to reach the app: it takes a while to notice that an
   *     upstream is back
   * @param answer how long the app may take to answer
   */
  public ReachabilityProbe(String admin, Path home, Duration retryFor, Duration answer) {
    this.near = Endpoint.parse(admin) instanceof Endpoint.Tcp tcp ? tcp.host() : "localhost";
    this.home = home;
    this.retryFor = retryFor;
    this.answer = answer;
  }

  /**
   * Throws when requests to one of an app's hosts do not reach it. Accepts any answer of the app
   * itself. Reports the hosts that it cannot check, and why; warns about files that Caddy does not
   * serve.
   *
   * @param server the app's server in Caddy
   */
  public void run(ObjectNode server, Progress progress) {
    List<String> handlers = server.findValuesAsText("handler");
    // An app may answer 403 or 404 on purpose.
    boolean files = handlers.contains("file_server") && !handlers.contains("reverse_proxy");
    try {
      for (ProbeRequest request : ProbeRequest.of(server, near)) {
        probe(request, files, progress);
      }
    } catch (ConnectFailed e) { // Caddy may run where this machine's loopback address does not lead
      progress.detail("cannot check the app through Caddy from here: " + e.getMessage());
    }
  }

  private void probe(ProbeRequest request, boolean files, Progress progress) throws ConnectFailed {
    Instant end = Instant.now().plus(retryFor);
    boolean tls = false;
    while (true) {
      try (HttpResponse response = send(request, tls)) {
        if (!tls && wantsTls(response)) {
          tls = true;
          continue;
        }
        if (files && isOfCaddy(response)) {
          refused(response.status(), request.url(tls)).ifPresent(progress::warn);
        }
        if (!isOfCaddy(response) || !NOT_REACHED.contains(response.status())) {
          return;
        }
        if (Instant.now().isAfter(end)) {
          throw new AppUnreachable(
              "Caddy answers %d for %s: it cannot reach the app"
                  .formatted(response.status(), request.url(tls)),
              "check that a service listens on the address in the caddy section");
        }
      } catch (SSLException e) {
        progress.detail(
            "Caddy has no certificate for %s yet; it gets one once that name points to this server"
                .formatted(request.host()));
        return;
      } catch (SocketTimeoutException e) {
        throw new AppUnreachable(
            "the app did not answer %s within %d s".formatted(request.url(tls), answer.toSeconds()),
            "its containers are healthy: is the app overloaded, or does the route loop back to"
                + " itself?",
            e);
      } catch (ConnectFailed e) {
        throw e;
      } catch (IOException e) {
        progress.detail(
            "cannot check %s from here: %s".formatted(request.url(tls), e.getMessage()));
        return;
      }
      CaddyTransport.pause();
    }
  }

  private Optional<String> refused(int status, String url) {
    return switch (status) {
      case 403 ->
          Optional.of(
              "Caddy answers 403 for %s: it may not read the files; run `chmod o+x %s` to let it"
                  .formatted(url, home));
      case 404 ->
          Optional.of(
              "Caddy answers 404 for %s; check that the folder has an index.html".formatted(url));
      default -> Optional.empty();
    };
  }

  private HttpResponse send(ProbeRequest request, boolean tls) throws IOException {
    HttpClient client =
        tls
            ? HttpClient.unverified(request.at(), CONNECT, request.host())
            : new HttpClient(request.at(), CONNECT);
    Map<String, String> headers = Map.of("Host", request.authority(), "User-Agent", "kata");
    return client.send(new HttpRequest("GET", request.path(), headers, new byte[0]), answer);
  }

  private static boolean wantsTls(HttpResponse response) throws IOException {
    return response.status() == PLAIN_TO_TLS
        && new String(response.body().readNBytes(200), StandardCharsets.UTF_8)
            .contains(PLAIN_TO_TLS_WORDS);
  }

  /** Caddy's own error answers have no body; those of an app usually have one. */
  private static boolean isOfCaddy(HttpResponse response) {
    return response.header("Content-Length").filter("0"::equals).isPresent();
  }
}
