package kata.caddy.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kata.error.KataException;
import kata.text.DidYouMean;

/**
 * The short form of a {@code caddy:} section, for an app behind some hosts or a path. It is
 * expanded to a Caddy server object.
 */
public final class ShortForm {
  static final List<String> KEYS =
      List.of("hosts", "path", "service", "port", "static", "redirect", "basic_auth", "listen");

  private static final Pattern HOST =
      Pattern.compile(
          "[^\\s/:?#@,\\[\\]]+|(?=.*:.*:)[0-9a-fA-F:.]+|[^\\s/,]*\\{[^\\s{}]+}[^\\s/,]*");

  private static final Listen HTTPS = new Listen("tcp", "", 443, 443);

  private final Map<String, Object> section;

  private ShortForm(Map<String, Object> section) {
    this.section = section;
  }

  /**
   * A container port that is published on this server.
   *
   * @param port the port inside the container
   * @param dial the address at which Caddy reaches it
   */
  public record Upstream(String service, int port, String dial) {}

  /** Returns whether a section is written in the short form. */
  public static boolean is(Map<String, Object> section) {
    return !section.containsKey("routes")
        && section.keySet().stream().anyMatch(key -> KEYS.contains(key) && !key.equals("listen"));
  }

  /** Returns whether a short-form section proxies requests to a service. */
  public static boolean isProxy(Map<String, Object> section) {
    return is(section) && !section.containsKey("static");
  }

  /**
   * Returns the server object for a section. Rejects keys that cannot be combined, and names them.
   *
   * @param services the names of the services of the app
   * @param upstreams the ports that they publish
   * @param code the folder of the app's code
   */
  public static Map<String, Object> expand(
      Map<String, Object> section, Set<String> services, List<Upstream> upstreams, Path code) {
    return new ShortForm(section).server(services, upstreams, code);
  }

  private Map<String, Object> server(Set<String> services, List<Upstream> upstreams, Path code) {
    for (String key : section.keySet()) {
      if (!KEYS.contains(key)) {
        throw KataException.refused(
            "caddy.%s is not a key of the short form; it cannot be combined with %s"
                .formatted(key, String.join(", ", known())),
            DidYouMean.question(KEYS, key)
                .orElse("for anything else, write a Caddy server object with routes"));
      }
    }
    List<String> hosts = hosts("hosts");
    if (hosts.isEmpty()) {
      rejectHttpsWithoutHosts();
    }
    List<Object> routes = new ArrayList<>();
    if (!texts("redirect").isEmpty()) {
      routes.add(redirect(hosts));
    }
    List<Object> handle = new ArrayList<>();
    basicAuth().ifPresent(handle::add);
    handle.addAll(
        section.containsKey("static") ? files(code) : List.of(proxy(services, upstreams)));
    Map<String, Object> match = new LinkedHashMap<>();
    if (!hosts.isEmpty()) {
      match.put("host", hosts);
    }
    path().ifPresent(path -> match.put("path", List.of(path, path + "/*")));
    Map<String, Object> route = new LinkedHashMap<>();
    if (!match.isEmpty()) {
      route.put("match", List.of(match));
    }
    route.put("handle", handle);
    routes.add(route);
    Map<String, Object> server = new LinkedHashMap<>();
    Object listen = section.get("listen");
    server.put("listen", listen == null ? List.of(hosts.isEmpty() ? ":80" : ":443") : listen);
    server.put("routes", routes);
    return server;
  }

  private List<String> known() {
    return section.keySet().stream().filter(KEYS::contains).toList();
  }

  /**
   * Rejects texts that are no host names: Caddy accepts any text, and then no request ever matches
   * it.
   */
  private List<String> hosts(String key) {
    List<String> hosts = texts(key);
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw KataException.refused(
            "caddy.%s: '%s' is not a host name".formatted(key, host), "write " + bare(host));
      }
    }
    return hosts;
  }

  private static String bare(String text) {
    List<String> names =
        Stream.of(text.split("[\\s,]+"))
            .map(each -> each.replaceFirst("^[a-zA-Z]*:?/+", "").replaceFirst("[/:?#@].*", ""))
            .filter(each -> HOST.matcher(each).matches())
            .toList();
    return switch (names.size()) {
      case 0 -> "a name such as shop.example.org";
      case 1 -> names.get(0);
      default -> names.toString();
    };
  }

  private void rejectHttpsWithoutHosts() {
    for (String address : texts("listen")) {
      if (Listen.parse(address).filter(listen -> listen.overlaps(HTTPS)).isPresent()) {
        throw KataException.refused(
            "caddy.listen has %s, but caddy.hosts names no host to get a certificate for"
                .formatted(address),
            "add caddy.hosts, or listen on an HTTP port such as \":80\"");
      }
    }
  }

  private Map<String, Object> redirect(List<String> hosts) {
    if (hosts.isEmpty()) {
      throw KataException.refused(
          "caddy.redirect needs caddy.hosts", "list the host to redirect to first in caddy.hosts");
    }
    String location =
        "{http.request.scheme}://%s%s{http.request.uri}".formatted(hosts.get(0), port());
    return Map.of(
        "match",
        List.of(Map.of("host", hosts("redirect"))),
        "handle",
        List.of(
            Map.of(
                "handler",
                "static_response",
                "status_code",
                308,
                "headers",
                Map.of("Location", List.of(location)))));
  }

  /** Returns the port as a browser shows it after the host. */
  private String port() {
    return texts("listen").stream()
        .flatMap(address -> Listen.parse(address).stream())
        .findFirst()
        .filter(listen -> listen.from() != 80 && listen.from() != 443)
        .map(listen -> ":" + listen.from())
        .orElse("");
  }

  /**
   * Encodes the hash in base64: Caddy before 2.7 accepts nothing else, later versions accept both.
   */
  private Optional<Map<String, Object>> basicAuth() {
    Object users = section.get("basic_auth");
    if (users == null) {
      return Optional.empty();
    }
    if (!(users instanceof Map<?, ?> map) || map.isEmpty()) {
      throw KataException.refused(
          "caddy.basic_auth is not a map of users", "write basic_auth: {ann: $ANN_HASH}");
    }
    List<Object> accounts = new ArrayList<>();
    map.forEach(
        (user, hash) -> {
          if (!String.valueOf(hash).startsWith("$2")) {
            throw KataException.refused(
                "caddy.basic_auth.%s is not a bcrypt hash".formatted(user),
                "run `caddy hash-password` and put the hash into ENV, in single quotes");
          }
          byte[] text = String.valueOf(hash).getBytes(StandardCharsets.UTF_8);
          String password = Base64.getEncoder().encodeToString(text);
          accounts.add(Map.of("username", String.valueOf(user), "password", password));
        });
    Map<String, Object> basic = Map.of("hash", Map.of("algorithm", "bcrypt"), "accounts", accounts);
    return Optional.of(
        Map.of("handler", "authentication", "providers", Map.of("http_basic", basic)));
  }

  private List<Object> files(Path code) {
    for (String key : List.of("service", "port")) {
      if (section.containsKey(key)) {
        throw KataException.refused(
            "caddy.static and caddy.%s cannot be combined".formatted(key),
            "for an app that needs both, write a Caddy server object with routes");
      }
    }
    Path root = code.resolve(text("static").orElse("")).normalize();
    if (!Path.of(text("static").orElse("")).isAbsolute() && !root.startsWith(code)) {
      throw KataException.refused(
          "caddy.static points outside the app's code: " + text("static").orElse(""),
          "use a folder of the repository, or an absolute path such as $DATA_ROOT/public");
    }
    List<Object> handlers = new ArrayList<>();
    path().ifPresent(path -> handlers.add(Map.of("handler", "rewrite", "strip_path_prefix", path)));
    handlers.add(Map.of("handler", "file_server", "root", root.toString()));
    return handlers;
  }

  private Map<String, Object> proxy(Set<String> services, List<Upstream> upstreams) {
    Optional<String> service = text("service");
    if (service.isPresent() && !services.contains(service.get())) {
      throw KataException.refused(
          "caddy: there is no service '%s'".formatted(service.get()),
          DidYouMean.question(services, service.get())
              .orElse("use one of the services under services:"));
    }
    Optional<String> port = text("port");
    List<Upstream> found =
        upstreams.stream()
            .filter(upstream -> service.map(upstream.service()::equals).orElse(true))
            .filter(upstream -> port.map(("" + upstream.port())::equals).orElse(true))
            .toList();
    if (found.size() != 1) {
      throw KataException.refused(
          "caddy: %s".formatted(found.isEmpty() ? nothing(service, port) : several(found)),
          found.isEmpty()
              ? "publish it under ports: of the service: \"127.0.0.1:%s:%1$s\""
                  .formatted(port.orElse("8000"))
              : "choose one with service: and port:");
    }
    return Map.of(
        "handler", "reverse_proxy", "upstreams", List.of(Map.of("dial", found.get(0).dial())));
  }

  private static String nothing(Optional<String> service, Optional<String> port) {
    return "%s publishes %s"
        .formatted(
            service.map("service '%s'"::formatted).orElse("no service"),
            port.map(number -> service.isPresent() ? "no port " + number : "port " + number)
                .orElse(service.isPresent() ? "no port" : "a port"));
  }

  private static String several(List<Upstream> found) {
    return found.stream()
        .map(upstream -> "port %d of service '%s'".formatted(upstream.port(), upstream.service()))
        .collect(Collectors.joining(", ", "more than one port is published: ", ""));
  }

  private Optional<String> path() {
    Optional<String> path = text("path").map(text -> text.replaceFirst("/\\*?$", ""));
    if (path.isPresent() && !path.get().isEmpty() && !path.get().startsWith("/")) {
      throw KataException.refused("caddy.path does not begin with a slash", "write path: /api");
    }
    return path.filter(text -> !text.isEmpty());
  }

  private Optional<String> text(String key) {
    Object value = section.get(key);
    if (value instanceof Map || value instanceof List) {
      throw KataException.refused(
          "caddy.%s is not a single value".formatted(key), "give it one value");
    }
    if (value != null && String.valueOf(value).isBlank()) {
      throw KataException.refused("caddy.%s is empty".formatted(key), "give it a value");
    }
    return Optional.ofNullable(value).map(String::valueOf);
  }

  private List<String> texts(String key) {
    Object value = section.get(key);
    if (value instanceof List<?> list) {
      if (list.stream().anyMatch(item -> item instanceof Map || item instanceof List)) {
        throw KataException.refused(
            "caddy.%s has an item that is not a string".formatted(key), "write a list of strings");
      }
      return list.stream().map(String::valueOf).toList();
    }
    return text(key).map(List::of).orElse(List.of());
  }
}
