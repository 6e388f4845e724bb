package kata.caddy.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One Caddy server that serves several apps. It first matches the {@link Claim}s of all apps, the
 * most specific first, to find the app of a request. Then only the routes of that app handle it.
 */
public final class SharedServer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * The Caddy variable with the app of a request; an app may use it as {@code
   * {http.vars.kata_app}}.
   */
  public static final String APP = "kata_app";

  /** Keys with merge rules of their own. */
  private static final Set<String> MERGED_SPECIALLY =
      Set.of("listen", "routes", "errors", "automatic_https", "tls_connection_policies");

  /** Keys that one app must not set for another: whom to trust, and how to read a connection. */
  private static final List<String> MUST_BE_EQUAL =
      List.of("trusted_proxies", "client_ip_headers", "listener_wrappers");

  /** Lists whose order does not matter. */
  private static final Set<String> SETS = Set.of("skip", "skip_certificates", "skip_hosts");

  /** Options of automatic_https that are on or off for the whole server. */
  private static final List<String> BOOLEAN_OPTIONS =
      List.of(
          "disable",
          "disable_redirects",
          "disable_certificates",
          "ignore_loaded_certificates",
          "prefer_wildcard");

  private final SortedMap<String, ObjectNode> apps;
  private final String addresses;
  private final Map<String, Set<Claim>> claims = new TreeMap<>();

  private SharedServer(SortedMap<String, ObjectNode> apps, String addresses) {
    this.apps = apps;
    this.addresses = addresses;
    apps.forEach((app, server) -> claims.put(app, Claim.of(server)));
  }

  /**
   * Builds the server, without its addresses.
   *
   * @param apps the server of each app, as if it shared no address
   * @param addresses the shared addresses, for messages
   */
  static ObjectNode of(SortedMap<String, ObjectNode> apps, String addresses) {
    return new SharedServer(apps, addresses).server();
  }

  private ObjectNode server() {
    ObjectNode server = JSON.objectNode();
    ArrayNode routes = server.putArray("routes");
    choose(routes);
    // Caddy adds its redirects to HTTPS after the last route that names hosts.
    apps.keySet().stream()
        .filter(app -> !hosts(app).isEmpty())
        .forEach(app -> routes.add(only(app, hosts(app))));
    apps.keySet().stream()
        .filter(this::answersEveryHost)
        .forEach(app -> routes.add(only(app, Set.of())));
    SortedMap<String, JsonNode> settings = new TreeMap<>(apps);
    MUST_BE_EQUAL.forEach(this::requireEqual);
    settings.replaceAll((app, wanted) -> ((ObjectNode) wanted.deepCopy()).remove(MERGED_SPECIALLY));
    merge("", settings).properties().forEach(each -> server.set(each.getKey(), each.getValue()));
    ObjectNode automatic = automaticHttps();
    if (!automatic.isEmpty()) {
      server.set("automatic_https", automatic);
    }
    ArrayNode policies = tlsPolicies();
    if (!policies.isEmpty()) {
      server.set("tls_connection_policies", policies);
    }
    return server;
  }

  /**
   * Adds the routes that find the app of a request. Caddy runs only the first matching route of a
   * group.
   */
  private void choose(ArrayNode routes) {
    Map<Claim, String> owners = new TreeMap<>();
    claims.forEach(
        (app, own) ->
            own.forEach(
                claim -> {
                  String other = owners.put(claim, app);
                  if (other != null) {
                    throw conflict(other, app, "both answer " + claim);
                  }
                }));
    List<Map.Entry<Claim, String>> rest = new ArrayList<>(owners.entrySet());
    while (!rest.isEmpty()) {
      Claim first = rest.get(0).getKey();
      Map<String, ArrayNode> alike = new TreeMap<>();
      while (!rest.isEmpty() && rest.get(0).getKey().ranksLike(first)) {
        Map.Entry<Claim, String> next = rest.remove(0);
        alike
            .computeIfAbsent(next.getValue(), app -> JSON.arrayNode())
            .add(next.getKey().matcher());
      }
      alike.forEach((app, matchers) -> routes.add(chosen(app, matchers)));
    }
  }

  private static ObjectNode chosen(String app, ArrayNode matchers) {
    ObjectNode route = JSON.objectNode().put("group", "kata:app");
    route.set("match", matchers);
    route.putArray("handle").addObject().put("handler", "vars").put(APP, app);
    return route;
  }

  /**
   * Builds the route that passes an app its requests, for some hosts or all, and handles its
   * errors.
   */
  private ObjectNode only(String app, Set<String> hosts) {
    ObjectNode wanted = Objects.requireNonNull(apps.get(app)).deepCopy();
    RouteIds.remove(wanted);
    ObjectNode route = JSON.objectNode();
    ObjectNode match = route.putArray("match").addObject();
    match.putObject("vars").putArray(APP).add(app);
    if (!hosts.isEmpty()) {
      hosts.forEach(match.putArray("host")::add);
    }
    ObjectNode subroute = route.putArray("handle").addObject().put("handler", "subroute");
    if (wanted.has("routes")) {
      subroute.set("routes", wanted.get("routes"));
    }
    if (wanted.get("errors") instanceof ObjectNode errors) {
      // Without an error route a server answers the bare status, a subroute an empty 200.
      ObjectNode bare = errors.withArray("routes").addObject().putArray("handle").addObject();
      bare.put("handler", "static_response").put("status_code", "{http.error.status_code}");
      subroute.set("errors", errors);
    }
    return route.put("terminal", true);
  }

  /**
   * Merges the values that apps give one setting; a value that only some apps give applies to all.
   */
  private JsonNode merge(String key, SortedMap<String, JsonNode> values) {
    Collection<JsonNode> all = values.values();
    if (all.stream().allMatch(JsonNode::isObject)) {
      ObjectNode merged = JSON.objectNode();
      for (JsonNode value : all) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
          if (!merged.has(field.getKey())) {
            merged.set(field.getKey(), merge(field.getKey(), members(values, field.getKey())));
          }
        }
      }
      return merged;
    }
    if (SETS.contains(key) && all.stream().allMatch(JsonNode::isArray)) {
      ArrayNode merged = JSON.arrayNode();
      all.forEach(list -> list.forEach(each -> addOnce(merged, each)));
      return merged;
    }
    String first = values.firstKey();
    values.forEach(
        (app, value) -> {
          if (!value.equals(values.get(first))) {
            throw conflict(first, app, "have different values of '%s'".formatted(key));
          }
        });
    return all.iterator().next().deepCopy();
  }

  private void requireEqual(String key) {
    SortedMap<String, JsonNode> values = new TreeMap<>();
    apps.forEach((app, server) -> values.put(app, server.path(key)));
    if (values.values().stream().anyMatch(value -> !value.isMissingNode())) {
      SortedMap<String, JsonNode> compared = new TreeMap<>();
      values.forEach(
          (app, value) -> compared.put(app, value.isMissingNode() ? JSON.nullNode() : value));
      merge(key, compared);
    }
  }

  private static SortedMap<String, JsonNode> members(
      SortedMap<String, JsonNode> values, String key) {
    SortedMap<String, JsonNode> members = new TreeMap<>();
    values.forEach(
        (app, value) -> {
          if (value.has(key)) {
            members.put(app, value.get(key));
          }
        });
    return members;
  }

  /**
   * An app that disables automatic HTTPS disables it for its own hosts only, unless all apps do.
   */
  private ObjectNode automaticHttps() {
    SortedMap<String, JsonNode> wanted = new TreeMap<>();
    Set<String> skipped = new TreeSet<>();
    apps.forEach(
        (app, server) -> {
          if (server.path("automatic_https").path("disable").asBoolean()) {
            skipped.addAll(hosts(app));
          } else {
            ObjectNode own = JSON.objectNode();
            BOOLEAN_OPTIONS.forEach(name -> own.put(name, false));
            server
                .path("automatic_https")
                .properties()
                .forEach(each -> own.set(each.getKey(), each.getValue()));
            wanted.put(app, own);
          }
        });
    if (wanted.isEmpty()) {
      return JSON.objectNode().put("disable", true);
    }
    ObjectNode merged = (ObjectNode) merge("automatic_https", wanted);
    BOOLEAN_OPTIONS.stream().filter(name -> !merged.path(name).asBoolean()).forEach(merged::remove);
    skipped.forEach(host -> addOnce(merged.withArray("skip"), JSON.textNode(host)));
    return merged;
  }

  /**
   * Limits each app's TLS policies to its own hosts. Caddy uses the first policy that matches, and
   * the policies of one app must not apply to an app without any.
   */
  private ArrayNode tlsPolicies() {
    if (apps.values().stream().allMatch(server -> policies(server).isEmpty())) {
      return JSON.arrayNode();
    }
    ArrayNode exact = JSON.arrayNode();
    ArrayNode wildcard = JSON.arrayNode();
    ArrayNode others = JSON.arrayNode();
    SortedMap<String, JsonNode> open = new TreeMap<>();
    SortedMap<String, SortedMap<String, JsonNode>> ofHosts = new TreeMap<>();
    apps.forEach(
        (app, server) -> {
          ArrayNode own = JSON.arrayNode();
          policies(server).forEach(own::add);
          if (own.isEmpty()) {
            own.addObject();
          }
          for (String host : hosts(app)) {
            ArrayNode forHost = forHost(own, host);
            ofHosts.computeIfAbsent(host, none -> new TreeMap<>()).put(app, forHost);
            forHost.forEach(each -> addOnce(host.contains("*") ? wildcard : exact, each));
          }
          for (JsonNode policy : own) {
            if (policy.has("match")) {
              addOnce(others, policy); // for a host that no app names
            }
          }
          if (answersEveryHost(app)) {
            open.put(app, unmatched(own));
          }
        });
    ofHosts.values().forEach(each -> merge("tls_connection_policies", each));
    exact.addAll(wildcard);
    others.forEach(each -> addOnce(exact, each));
    if (open.isEmpty()) {
      return exact.add(JSON.objectNode());
    }
    return exact.addAll((ArrayNode) merge("tls_connection_policies", open));
  }

  private static JsonNode policies(JsonNode server) {
    return server.path("tls_connection_policies");
  }

  /** Returns the policies of an app that can match a host, limited to that host. */
  private static ArrayNode forHost(ArrayNode policies, String host) {
    ArrayNode own = JSON.arrayNode();
    for (JsonNode policy : policies) {
      if (policy instanceof ObjectNode && covers(policy.path("match").path("sni"), host)) {
        ObjectNode copy = policy.deepCopy();
        copy.withObject("match").putArray("sni").add(host);
        own.add(copy);
      }
    }
    return own;
  }

  private static boolean covers(JsonNode names, String host) {
    boolean covered = names.isEmpty();
    for (JsonNode name : names) {
      String text = name.asText().toLowerCase(Locale.ROOT);
      int dot = host.indexOf('.');
      covered |= text.equals(host) || (dot > 0 && text.equals("*" + host.substring(dot)));
    }
    return covered;
  }

  private static ArrayNode unmatched(ArrayNode policies) {
    ArrayNode unmatched = JSON.arrayNode();
    policies.forEach(
        policy -> {
          if (!policy.has("match")) {
            unmatched.add(policy);
          }
        });
    return unmatched;
  }

  /** Returns the hosts that an app names. */
  private Set<String> hosts(String app) {
    Set<String> hosts = new TreeSet<>();
    claims.getOrDefault(app, Set.of()).forEach(claim -> hosts.add(claim.host()));
    hosts.remove("");
    return hosts;
  }

  private boolean answersEveryHost(String app) {
    return claims.getOrDefault(app, Set.of()).stream().anyMatch(claim -> claim.host().isEmpty());
  }

  private static void addOnce(ArrayNode array, JsonNode node) {
    for (JsonNode each : array) {
      if (each.equals(node)) {
        return;
      }
    }
    array.add(node);
  }

  private AddressInUseException conflict(String one, String other, String how) {
    return new AddressInUseException(
        "'%s' and '%s' share %s, and %s".formatted(one, other, addresses, how),
        "change one of them, or let it listen on another address");
  }
}
