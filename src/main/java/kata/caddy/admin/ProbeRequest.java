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
 * What a visitor of an app asks.
 *
 * @param at where Caddy listens
 * @param host what the visitor calls it; {@code localhost} for an app that answers every host
 * @param path encoded
 */
record ProbeRequest(Endpoint.Tcp at, String host, String path) {
  /** Certificates, in the end, cost most of the time. */
  private static final int MOST = 5;

  /**
   * Returns a visit for each host that a server names, at the shortest of its paths there; a few at
   * most. None where only a special request would get to the app, or its addresses are no TCP.
   *
   * @param near the address for a listener on all addresses
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
    List<ProbeRequest> visits = new ArrayList<>();
    at.ifPresent(
        place -> paths.forEach((host, path) -> visits.add(new ProbeRequest(place, host, path))));
    return visits.subList(0, Math.min(MOST, visits.size()));
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

  /** Returns what stands in a browser. */
  String url(boolean tls) {
    int usual = tls ? 443 : 80;
    String port = at.port() == usual ? "" : ":" + at.port();
    return (tls ? "https://" : "http://") + host + port + path;
  }

  /** Returns what a browser sends as Host. */
  String authority() {
    return at.port() == 80 || at.port() == 443 ? host : host + ":" + at.port();
  }
}
