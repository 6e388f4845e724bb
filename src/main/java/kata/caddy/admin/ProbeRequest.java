package kata.caddy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import kata.caddy.model.Claim;
import kata.caddy.model.Listen;
import kata.http.Endpoint;

/**
 * A request of the reachability probe.
 *
 * @param at the address of Caddy's listener
 * @param host the host that the request names; {@code localhost} for an app that answers every host
 * @param path the encoded path
 */
record ProbeRequest(Endpoint.Tcp at, String host, String path) {
  /** Limits the number of requests: each new TLS host costs time. */
  private static final int MAX_REQUESTS = 5;

  /**
   * Returns a request for each host that a server names, at most five, each with the shortest path
   * of its host. Empty when only a special request reaches the app, or it has no TCP address.
   *
   * @param near the address to use for a listener on all addresses
   */
  static List<ProbeRequest> of(ObjectNode server, String near) {
    Optional<Endpoint.Tcp> at = address(server.path("listen"), near);
    SortedMap<String, String> paths = new TreeMap<>();
    for (Claim claim : Claim.of(server)) {
      String path = claim.path().isEmpty() ? "/" : claim.path().replaceFirst("\\*$", "");
      boolean plain = claim.more().isEmpty() && path.matches("/[a-z0-9._~/-]*");
      if (plain && claim.host().matches("[a-z0-9.-]*")) {
        String host = claim.host().isEmpty() ? "localhost" : claim.host();
        paths.merge(host, path, (one, other) -> one.length() <= other.length() ? one : other);
      }
    }
    List<ProbeRequest> requests = new ArrayList<>();
    at.ifPresent(
        place -> paths.forEach((host, path) -> requests.add(new ProbeRequest(place, host, path))));
    return requests.subList(0, Math.min(MAX_REQUESTS, requests.size()));
  }

  private static Optional<Endpoint.Tcp> address(JsonNode listen, String near) {
    for (JsonNode address : listen) {
      Optional<Listen> read = Listen.parse(address.asText());
      if (read.isPresent() && read.get().network().equals("tcp") && read.get().from() > 0) {
        String host = read.get().host();
        return Optional.of(new Endpoint.Tcp(host.isEmpty() ? near : host, read.get().from()));
      }
    }
    return Optional.empty();
  }

  /** Returns the URL as a browser shows it. */
  String url(boolean tls) {
    int usual = tls ? 443 : 80;
    String port = at.port() == usual ? "" : ":" + at.port();
    return (tls ? "https://" : "http://") + host + port + path;
  }

  /** Returns the Host header that a browser sends. */
  String authority() {
    return at.port() == 80 || at.port() == 443 ? host : host + ":" + at.port();
  }
}
