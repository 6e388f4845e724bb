package kata.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import kata.compose.PublishedPort;
import kata.docker.PortHolder;
import kata.error.KataException;
import kata.net.HostPort;
import kata.process.PollInterval;

/**
 * Checks that the ports of an app are free, before the deploy touches anything that runs. Ports of
 * the app's own containers count as free, because the deploy replaces these.
 */
public final class Preflight {
  /** A container that restarts uses its port for a moment before Docker lists it. */
  private static final Duration SECOND_LOOK = Duration.ofMillis(500);

  private final Supplier<List<PortHolder>> holders;
  private final Supplier<List<HostPort>> open;

  /**
   * Checks the ports of this server.
   *
   * @param holders the ports that containers use
   * @param open the ports that any program uses, Docker included
   */
  public Preflight(Supplier<List<PortHolder>> holders, Supplier<List<HostPort>> open) {
    this.holders = holders;
    this.open = open;
  }

  /**
   * Rejects ports that another program uses, or that the app publishes twice.
   *
   * @param project the name under which Docker knows the app
   * @param elsewhere whether services may also run on other nodes: there, what is not published on
   *     every node may find its port
   */
  public void requirePorts(String project, List<PublishedPort> wanted, boolean elsewhere) {
    List<PublishedPort> ports =
        wanted.stream().filter(port -> port.everywhere() || !elsewhere).toList();
    if (ports.isEmpty()) {
      return;
    }
    refuseTwice(ports);
    Optional<Taken> taken = taken(project, ports);
    if (taken.isPresent() && taken.get().holder().isEmpty()) {
      PollInterval.sleep(SECOND_LOOK);
      taken = taken(project, ports);
    }
    if (taken.isPresent()) {
      throw taken.get().refusal();
    }
  }

  /**
   * Rejects ports that Caddy cannot listen on: the app publishes one itself, or another program
   * uses it.
   *
   * @param listens what Caddy does not listen on yet; asked again before another program is blamed
   * @param published what the app is to publish
   */
  public void requireListen(
      String project, Supplier<List<HostPort>> listens, List<PublishedPort> published) {
    List<HostPort> missing = listens.get();
    for (PublishedPort port : published) {
      if (port.from() == port.to()
          && port.at(port.from()).stream().anyMatch(one -> overlap(one, missing))) {
        throw port.mark()
            .refuse(
                "service '%s' publishes port %d, and caddy.listen wants it too"
                    .formatted(port.service(), port.from()),
                "let Caddy listen on another port, such as :80 or :443, and send it on to this one");
      }
    }
    Optional<HostPort> taken = takenFromCaddy(project, missing);
    if (taken.isPresent()) {
      PollInterval.sleep(SECOND_LOOK);
      taken = takenFromCaddy(project, listens.get());
    }
    if (taken.isPresent()) {
      HostPort port = taken.get();
      String who =
          holders.get().stream()
              .filter(holder -> holder.port().overlaps(port) || holder.port().explains(port))
              .findFirst()
              .map(PortHolder::displayName)
              .orElse("another program on this server");
      throw KataException.refused(
          "Caddy cannot listen on port %d: %s uses it".formatted(port.port(), who),
          "`sudo ss -lnp '( sport = :%d )'` names it; change caddy.listen, or stop it"
              .formatted(port.port()));
    }
  }

  /** The app's own containers free their ports before Caddy listens. */
  private Optional<HostPort> takenFromCaddy(String project, List<HostPort> listens) {
    if (listens.isEmpty()) {
      return Optional.empty();
    }
    Occupied occupied = new Occupied(project, holders.get(), open.get());
    return listens.stream().filter(listen -> overlap(listen, occupied.open)).findFirst();
  }

  private static boolean overlap(HostPort one, List<HostPort> others) {
    return others.stream().anyMatch(one::overlaps);
  }

  private static void refuseTwice(List<PublishedPort> ports) {
    for (int i = 0; i < ports.size(); i++) {
      PublishedPort port = ports.get(i);
      if (port.copies() > port.to() - port.from() + 1) {
        throw port.mark()
            .refuse(
                "the %d copies of service '%s' cannot all publish port %d"
                    .formatted(port.copies(), port.service(), port.from()),
                "publish a range of ports with one for each copy, or run one copy");
      }
      for (PublishedPort other : ports.subList(0, i)) {
        if (!port.service().equals(other.service()) && port.collides(other)) {
          throw port.mark()
              .refuse(
                  "services '%s' and '%s' both publish port %d"
                      .formatted(other.service(), port.service(), port.from()),
                  "let one of them publish another port");
        }
      }
    }
  }

  private Optional<Taken> taken(String project, List<PublishedPort> ports) {
    Occupied occupied = new Occupied(project, holders.get(), open.get());
    return ports.stream().flatMap(port -> occupied.inTheWayOf(port).stream()).findFirst();
  }

  /** A port in use, and the container that uses it; empty if it is another program. */
  private record Taken(PublishedPort wanted, int port, Optional<PortHolder> holder) {
    KataException refusal() {
      String who = holder.map(PortHolder::displayName).orElse("another program on this server");
      String hint =
          holder.isPresent()
              ? "publish another port, or stop what uses it"
              : "`sudo ss -lnp '( sport = :%d )'` names it; publish another port, or stop it"
                  .formatted(port);
      return wanted
          .mark()
          .refuse(
              "service '%s' cannot publish port %d: %s uses it"
                  .formatted(wanted.service(), port, who),
              hint);
    }
  }

  /** The ports that other apps and programs use. */
  private static final class Occupied {
    private final List<PortHolder> others;
    private final List<HostPort> open;

    Occupied(String project, List<PortHolder> holders, List<HostPort> open) {
      this.others = holders.stream().filter(one -> !one.app().equals(project)).toList();
      List<PortHolder> own = holders.stream().filter(one -> one.app().equals(project)).toList();
      this.open =
          open.stream()
              .filter(port -> own.stream().noneMatch(one -> one.port().explains(port)))
              .toList();
    }

    /** Returns the first port of a range in use, when too few of it are free. */
    Optional<Taken> inTheWayOf(PublishedPort wanted) {
      Optional<Taken> first = Optional.empty();
      int free = 0;
      for (int port = wanted.from(); port <= wanted.to() && free < wanted.copies(); port++) {
        Optional<Taken> taken = at(wanted, port);
        if (taken.isEmpty()) {
          free++;
        } else if (first.isEmpty()) {
          first = taken;
        }
      }
      return free < wanted.copies() ? first : Optional.empty();
    }

    private Optional<Taken> at(PublishedPort wanted, int number) {
      for (HostPort port : wanted.at(number)) {
        Optional<HostPort> used = open.stream().filter(port::overlaps).findFirst();
        Optional<PortHolder> holder =
            others.stream()
                .filter(
                    one ->
                        one.port().overlaps(port) || used.map(one.port()::explains).orElse(false))
                .findFirst();
        if (used.isPresent() || holder.isPresent()) {
          return Optional.of(new Taken(wanted, number, holder));
        }
      }
      return Optional.empty();
    }
  }
}
