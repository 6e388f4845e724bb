package kata.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** A fake of the Swarm and secrets part of Docker's API. */
public final class FakeSwarm implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, byte[]> values = new LinkedHashMap<>();
  private final ArrayNode secrets = JSON.createArrayNode();
  private final ArrayNode services = JSON.createArrayNode();
  private final ArrayNode tasks = JSON.createArrayNode();
  private final ArrayNode nodes = JSON.createArrayNode();
  private final Deque<String> rivals = new ArrayDeque<>();
  private final Set<String> refused = new HashSet<>();
  private final ObjectNode swarm = JSON.createObjectNode();

  /** Starts a Swarm manager without secrets. */
  public FakeSwarm() throws IOException {
    state("active", true);
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Returns its DOCKER_HOST. */
  public String host() {
    return "tcp://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Changes the reported state of the Swarm. */
  public void state(String word, boolean manager) {
    swarm.put("LocalNodeState", word).put("ControlAvailable", manager).put("NodeID", "node");
  }

  /** Adds a secret that docker created. */
  public void has(String name) {
    add(name, JSON.createObjectNode());
  }

  /** Adds this secret, as another client would, just before the next creation through the API. */
  public void rival(String name) {
    rivals.add(name);
  }

  /** Makes the creation of a secret of this name fail. */
  public void refuses(String name) {
    refused.add(name);
  }

  /** Adds a service with this secret. */
  public void uses(String service, String secret) {
    service(service, "").putArray("Secrets").addObject().put("SecretID", "id-" + secret);
  }

  /** Adds a service of a stack with a task on a node; every value is Docker's word. */
  public void runs(String stack, String service, String state, String node) {
    ObjectNode container = service(service, stack);
    ObjectNode task = tasks.addObject().put("ID", "task-" + service).put("Slot", 1);
    task.put("ServiceID", "id-" + service).put("NodeID", "id-" + node);
    task.putObject("Spec").set("ContainerSpec", container);
    task.put("DesiredState", "running").putObject("Status").put("State", state);
    nodes.addObject().put("ID", "id-" + node).putObject("Description").put("Hostname", node);
  }

  /** Adds a service of a stack with a published port and its publish mode. */
  public void publishes(String stack, String service, int port, String mode) {
    service(service, stack);
    ObjectNode made = (ObjectNode) services.get(services.size() - 1);
    ObjectNode published = made.putObject("Endpoint").putArray("Ports").addObject();
    published.put("Protocol", "tcp").put("TargetPort", 80);
    published.put("PublishedPort", port).put("PublishMode", mode);
  }

  /** Marks all nodes as lost. */
  public void down() {
    nodes.forEach(node -> ((ObjectNode) node).putObject("Status").put("State", "down"));
  }

  private ObjectNode service(String name, String stack) {
    ObjectNode spec = services.addObject().put("ID", "id-" + name).putObject("Spec");
    spec.put("Name", name).putObject("Labels");
    if (!stack.isEmpty()) {
      spec.withObject("/Labels").put("com.docker.stack.namespace", stack);
    }
    ObjectNode container = spec.putObject("TaskTemplate").putObject("ContainerSpec");
    container.put("Image", "image@sha256:1234");
    container.putArray("Groups").add("5"); // docker-java parses this as a string
    return container;
  }

  /** Returns the bytes of the secrets created through the API, by their names in Docker. */
  public Map<String, byte[]> values() {
    return values;
  }

  private void add(String name, JsonNode labels) {
    ObjectNode secret = secrets.addObject().put("ID", "id-" + name);
    secret.put("CreatedAt", "2026-01-02T03:04:05.678901234Z");
    secret.putObject("Spec").put("Name", name).set("Labels", labels);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    switch (exchange.getRequestMethod() + " " + path) {
      case "GET /info" -> say(exchange, 200, JSON.createObjectNode().set("Swarm", swarm));
      case "GET /secrets" -> say(exchange, 200, secrets);
      case "GET /services" -> say(exchange, 200, services);
      case "GET /tasks" -> say(exchange, 200, tasks);
      case "GET /nodes" -> say(exchange, 200, nodes);
      case "GET /containers/json" -> say(exchange, 200, JSON.createArrayNode());
      case "POST /secrets/create" -> create(exchange);
      default -> fail(exchange, 500, "no " + path);
    }
  }

  private void create(HttpExchange exchange) throws IOException {
    if (!rivals.isEmpty()) {
      has(rivals.remove());
    }
    JsonNode spec = JSON.readTree(exchange.getRequestBody());
    String name = spec.path("Name").asText();
    if (refused.contains(name)) {
      fail(exchange, 500, "no quorum");
    } else if (isTaken(name)) {
      fail(exchange, 409, name + " already exists");
    } else {
      values.put(name, Base64.getDecoder().decode(spec.path("Data").asText()));
      add(name, spec.path("Labels"));
      say(exchange, 201, JSON.createObjectNode().put("ID", "id-" + name));
    }
  }

  private boolean isTaken(String name) {
    return StreamSupport.stream(secrets.spliterator(), false)
        .anyMatch(one -> one.path("Spec").path("Name").asText().equalsIgnoreCase(name));
  }

  private static void fail(HttpExchange exchange, int status, String why) throws IOException {
    say(exchange, status, JSON.createObjectNode().put("message", why));
  }

  private static void say(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
