package kata.caddy.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Groups listen addresses by the apps that use them. Splits overlapping port ranges: {@code :80} of
 * one app and {@code :80-82} of another become {@code :80} for both and {@code :81-82} for the
 * second.
 */
final class Listeners {
  private static final Comparator<SortedSet<String>> BY_NAMES =
      Comparator.comparing(names -> String.join("\n", names));

  /**
   * The address of an app.
   *
   * @param text the address as the app wrote it
   * @param place network and host; equal for addresses that differ in their ports only
   */
  private record Address(
      String app, String text, Optional<Listen> meant, String place, int from, int to) {
    static Address of(String app, String text) {
      Optional<Listen> meant = Listen.parse(text);
      return new Address(
          app,
          text,
          meant,
          meant.map(listen -> listen.network() + "/" + listen.host()).orElse(text),
          meant.map(Listen::from).orElse(0),
          meant.map(Listen::to).orElse(0));
    }

    boolean overlaps(Address other) {
      return meant.isPresent()
          && other.meant.isPresent()
          && meant.get().overlaps(other.meant.get());
    }
  }

  private Listeners() {}

  /**
   * Returns the shared addresses, keyed by the apps that listen on them. Rejects an address on one
   * interface that another app uses on all interfaces: the first app would be served on all of
   * them.
   */
  static SortedMap<SortedSet<String>, List<String>> of(
      SortedMap<String, ? extends JsonNode> servers) {
    Map<String, List<Address>> places = new TreeMap<>();
    servers.forEach(
        (app, server) -> {
          for (JsonNode text : server.path("listen")) {
            Address address = Address.of(app, text.asText());
            places.computeIfAbsent(address.place(), none -> new ArrayList<>()).add(address);
          }
        });
    List<List<Address>> all = List.copyOf(places.values());
    SortedMap<SortedSet<String>, List<String>> shared = new TreeMap<>(BY_NAMES);
    for (int i = 0; i < all.size(); i++) {
      for (List<Address> other : all.subList(i + 1, all.size())) {
        rejectOverlaps(all.get(i), other);
      }
      cut(all.get(i))
          .forEach(
              (text, apps) -> shared.computeIfAbsent(apps, none -> new ArrayList<>()).add(text));
    }
    return shared;
  }

  /**
   * Splits the port ranges of one host wherever one begins or ends. Adjacent ranges stay separate:
   * Caddy speaks no TLS on a range that contains its HTTP port.
   */
  private static Map<String, SortedSet<String>> cut(List<Address> place) {
    SortedSet<Integer> begins = new TreeSet<>();
    for (Address address : place) {
      begins.add(address.from());
      begins.add(address.to() + 1);
    }
    Map<String, SortedSet<String>> parts = new LinkedHashMap<>();
    List<Integer> cuts = List.copyOf(begins);
    for (int i = 0; i + 1 < cuts.size(); i++) {
      SortedSet<String> apps = appsAt(place, cuts.get(i));
      if (!apps.isEmpty()) {
        parts.put(spelling(place, cuts.get(i), cuts.get(i + 1) - 1), apps);
      }
    }
    return parts;
  }

  private static SortedSet<String> appsAt(List<Address> place, int port) {
    return place.stream()
        .filter(address -> address.from() <= port && port <= address.to())
        .map(Address::app)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Keeps the original text where all apps wrote the same address. */
  private static String spelling(List<Address> place, int from, int to) {
    Predicate<Address> here = address -> address.from() <= to && from <= address.to();
    Address first = place.stream().filter(here).findFirst().orElseThrow();
    boolean same = place.stream().filter(here).allMatch(one -> one.text().equals(first.text()));
    if (same && first.from() == from && first.to() == to) {
      return first.text();
    }
    return first.meant().map(listen -> listen.withPorts(from, to)).orElse(first.text());
  }

  private static void rejectOverlaps(List<Address> place, List<Address> elsewhere) {
    for (Address one : place) {
      for (Address other : elsewhere) {
        if (!one.app().equals(other.app()) && one.overlaps(other)) {
          throw new AddressInUseException(
              "'%s' listens on %s and '%s' on %s: the addresses overlap"
                  .formatted(one.app(), one.text(), other.app(), other.text()),
              "write the same address in both, or use another port");
        }
      }
    }
  }
}
