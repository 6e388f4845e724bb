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
 * Asks Caddy for an app as its visitors do. That the containers are good does not yet mean that
 * Caddy sends anybody to them.
 */
public final class ReachabilityProbe {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** What Caddy's proxy answers when it does not get through to the app. */
  private static final Set<Integer> NOT_REACHED = Set.of(502, 503, 504);

  private static final int PLAIN_TO_TLS = 400;
  private static final String PLAIN_TO_TLS_WORDS = "HTTP request to an HTTPS server";

  private final String near;
  private final Path home;
  private final Duration patience;
  private final Duration answer;

  /**
   * Asks the Caddy of an admin address.
   *
   * @param home the folder that Caddy has to get into to read files of apps
   * @param patience how long Caddy may fail to get through: it takes a while to notice that an
   *     upstream is back
   * @param answer how long the app may take to answer
   */
  public ReachabilityProbe(String admin, Path home, Duration patience, Duration answer) {
    this.near = Endpoint.parse(admin) instanceof Endpoint.Tcp tcp ? tcp.host() : "localhost";
    this.home = home;
    this.patience = patience;
    this.answer = answer;
  }

  /**
   * Throws when visitors of one of its hosts do not get through to an app. Whatever the app itself
   * answers is good. Tells for which hosts it cannot know, and why; warns of files that visitors do
   * not get.
   *
   * @param server what the app has in Caddy
   */
  public void run(ObjectNode server, Progress progress) {
    List<String> handlers = server.findValuesAsText("handler");
    // An app may have its reasons for such an answer.
    boolean files = handlers.contains("file_server") && !handlers.contains("reverse_proxy");
    try {
      for (ProbeRequest visit : ProbeRequest.of(server, near)) {
        visit(visit, files, progress);
      }
    } catch (ConnectFailed e) { // Caddy may be where this server's loopback address is not
      progress.detail("cannot ask Caddy for the app from here: " + e.getMessage());
    }
  }

  private void visit(ProbeRequest visit, boolean files, Progress progress) throws ConnectFailed {
    Instant end = Instant.now().plus(patience);
    boolean tls = false;
    while (true) {
      try (HttpResponse response = ask(visit, tls)) {
        if (!tls && wantsTls(response)) {
          tls = true;
          continue;
        }
        if (files && isOfCaddy(response)) {
          refused(response.status(), visit.url(tls)).ifPresent(progress::warn);
        }
        if (!isOfCaddy(response) || !NOT_REACHED.contains(response.status())) {
          return;
        }
        if (Instant.now().isAfter(end)) {
          throw new AppUnreachable(
              "Caddy answers %d for %s: it does not get through to the app"
                  .formatted(response.status(), visit.url(tls)),
              "does a service listen where the caddy section sends requests to?");
        }
      } catch (SSLException e) {
        progress.detail(
            "Caddy has no certificate for %s yet; it gets one when that name leads to this server"
                .formatted(visit.host()));
        return;
      } catch (SocketTimeoutException e) {
        throw new AppUnreachable(
            "the app did not answer %s within %d s".formatted(visit.url(tls), answer.toSeconds()),
            "its containers are good otherwise: is it busy, or does a request go round in circles?",
            e);
      } catch (ConnectFailed e) {
        throw e;
      } catch (IOException e) {
        progress.detail(
            "cannot ask for %s from here: %s".formatted(visit.url(tls), e.getMessage()));
        return;
      }
      CaddyTransport.pause();
    }
  }

  private Optional<String> refused(int status, String url) {
    return switch (status) {
      case 403 ->
          Optional.of(
              "Caddy answers 403 for %s: it may not read the files; `chmod o+x %s` lets it pass"
                  .formatted(url, home));
      case 404 -> Optional.of("Caddy answers 404 for %s: is there an index.html?".formatted(url));
      default -> Optional.empty();
    };
  }

  private HttpResponse ask(ProbeRequest visit, boolean tls) throws IOException {
    HttpClient client =
        tls
            ? HttpClient.unverified(visit.at(), CONNECT, visit.host())
            : new HttpClient(visit.at(), CONNECT);
    Map<String, String> headers = Map.of("Host", visit.authority(), "User-Agent", "kata");
    return client.send(new HttpRequest("GET", visit.path(), headers, new byte[0]), answer);
  }

  private static boolean wantsTls(HttpResponse response) throws IOException {
    return response.status() == PLAIN_TO_TLS
        && new String(response.body().readNBytes(200), StandardCharsets.UTF_8)
            .contains(PLAIN_TO_TLS_WORDS);
  }

  /** Caddy itself says nothing with an error; an app in maintenance, say, does. */
  private static boolean isOfCaddy(HttpResponse response) {
    return response.header("Content-Length").filter("0"::equals).isPresent();
  }
}
