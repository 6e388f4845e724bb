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
 * One server of Caddy that serves several apps. First it finds out whose request it is, by the
 * {@link Claim}s of all, the more specific first; then the routes of that app alone see it.
 */
public final class SharedServer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Set to the app whose request it is; an app may use it as {@code {http.vars.kata_app}}. */
  public static final String APP = "kata_app";

  /** What is not simply the same in all of them. */
  private static final Set<String> OWN_WAY =
      Set.of("listen", "routes", "errors", "automatic_https", "tls_connection_policies");

  /** What an app must not be given by another one: whom to trust, and how to read a connection. */
  private static final List<String> ALIKE =
      List.of("trusted_proxies", "client_ip_headers", "listener_wrappers");

  /** Lists of which the order does not count. */
  private static final Set<String> SETS = Set.of("skip", "skip_certificates", "skip_hosts");

  /** Settings of automatic_https that are either on or off for the whole server. */
  private static final List<String> SWITCHES =
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
   * Makes the server, yet without its addresses.
   *
   * @param apps what each app would have if it were alone
   * @param addresses what they share, for messages
   */
  static ObjectNode of(SortedMap<String, ObjectNode> apps, String addresses) {
    return new SharedServer(apps, addresses).server();
  }

  private ObjectNode server() {
    ObjectNode server = JSON.objectNode();
    ArrayNode routes = server.putArray("routes");
    choose(routes);
    // Caddy puts its redirects to HTTPS behind the last route that names hosts.
    apps.keySet().stream()
        .filter(app -> !hosts(app).isEmpty())
        .forEach(app -> routes.add(only(app, hosts(app))));
    apps.keySet().stream()
        .filter(this::answersEveryHost)
        .forEach(app -> routes.add(only(app, Set.of())));
    SortedMap<String, JsonNode> settings = new TreeMap<>(apps);
    ALIKE.forEach(this::requireAlike);
    settings.replaceAll((app, wanted) -> ((ObjectNode) wanted.deepCopy()).remove(OWN_WAY));
    unite("", settings).properties().forEach(each -> server.set(each.getKey(), each.getValue()));
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

  /** Adds the routes that find out whose request it is; of a group, Caddy takes the first. */
  private void choose(ArrayNode routes) {
    Map<Claim, String> owners = new TreeMap<>();
    claims.forEach(
        (app, own) ->
            own.forEach(
                claim -> {
                  String other = owners.put(claim, app);
                  if (other != null) {
                    throw contradict(other, app, "both answer " + claim);
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

  /** Makes the route that gives an app its requests, for some hosts or all, and its errors. */
  private ObjectNode only(String app, Set<String> hosts) {
    ObjectNode wanted = Objects.requireNonNull(apps.get(app)).deepCopy();
    Servers.forgetIds(wanted);
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
      // A server falls back to the bare status, a subroute to an empty 200.
      ObjectNode bare = errors.withArray("routes").addObject().putArray("handle").addObject();
      bare.put("handler", "static_response").put("status_code", "{http.error.status_code}");
      subroute.set("errors", errors);
    }
    return route.put("terminal", true);
  }

  /** Unites what apps say of one setting; what only some of them say holds for all. */
  private JsonNode unite(String key, SortedMap<String, JsonNode> values) {
    Collection<JsonNode> all = values.values();
    if (all.stream().allMatch(JsonNode::isObject)) {
      ObjectNode united = JSON.objectNode();
      for (JsonNode value : all) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
          if (!united.has(field.getKey())) {
            united.set(field.getKey(), unite(field.getKey(), members(values, field.getKey())));
          }
        }
      }
      return united;
    }
    if (SETS.contains(key) && all.stream().allMatch(JsonNode::isArray)) {
      ArrayNode united = JSON.arrayNode();
      all.forEach(list -> list.forEach(each -> addOnce(united, each)));
      return united;
    }
    String first = values.firstKey();
    values.forEach(
        (app, value) -> {
          if (!value.equals(values.get(first))) {
            throw contradict(first, app, "want another '%s' each".formatted(key));
          }
        });
    return all.iterator().next().deepCopy();
  }

  private void requireAlike(String key) {
    SortedMap<String, JsonNode> values = new TreeMap<>();
    apps.forEach((app, server) -> values.put(app, server.path(key)));
    if (values.values().stream().anyMatch(value -> !value.isMissingNode())) {
      SortedMap<String, JsonNode> shown = new TreeMap<>();
      values.forEach(
          (app, value) -> shown.put(app, value.isMissingNode() ? JSON.nullNode() : value));
      unite(key, shown);
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

  /** Who does without it, does so for its hosts only, unless all do. */
  private ObjectNode automaticHttps() {
    SortedMap<String, JsonNode> wanted = new TreeMap<>();
    Set<String> skipped = new TreeSet<>();
    apps.forEach(
        (app, server) -> {
          if (server.path("automatic_https").path("disable").asBoolean()) {
            skipped.addAll(hosts(app));
          } else {
            ObjectNode own = JSON.objectNode();
            SWITCHES.forEach(name -> own.put(name, false));
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
    ObjectNode united = (ObjectNode) unite("automatic_https", wanted);
    SWITCHES.stream().filter(name -> !united.path(name).asBoolean()).forEach(united::remove);
    skipped.forEach(host -> addOnce(united.withArray("skip"), JSON.textNode(host)));
    return united;
  }

  /**
   * Of the policies, Caddy takes the first that matches: each app's hold for its own hosts, and an
   * app without any is not to fall under those of another.
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
    ofHosts.values().forEach(each -> unite("tls_connection_policies", each));
    exact.addAll(wildcard);
    others.forEach(each -> addOnce(exact, each));
    if (open.isEmpty()) {
      return exact.add(JSON.objectNode());
    }
    return exact.addAll((ArrayNode) unite("tls_connection_policies", open));
  }

  private static JsonNode policies(JsonNode server) {
    return server.path("tls_connection_policies");
  }

  /** Returns the policies of an app that can be meant for a host, for that host alone. */
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

  private AddressInUseException contradict(String one, String other, String how) {
    return new AddressInUseException(
        "'%s' and '%s' share %s, and %s".formatted(one, other, addresses, how),
        "change one of them, or let it listen on another address");
  }
}
