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
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The part of Docker's API that is about secrets, without a Docker. */
public final class FakeSwarm implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, byte[]> values = new LinkedHashMap<>();
  private final ArrayNode secrets = JSON.createArrayNode();
  private final ArrayNode services = JSON.createArrayNode();
  private final ObjectNode swarm = JSON.createObjectNode();

  /** Starts one that is a manager of a Swarm and has no secrets. */
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

  /** Says this of itself from now on. */
  public void state(String word, boolean manager) {
    swarm.put("LocalNodeState", word).put("ControlAvailable", manager).put("NodeID", "node");
  }

  /** Has a secret that docker made. */
  public void has(String name) {
    add(name, JSON.createObjectNode());
  }

  /** Has a service with this secret. */
  public void uses(String service, String secret) {
    ObjectNode spec = services.addObject().putObject("Spec").put("Name", service);
    ObjectNode container = spec.putObject("TaskTemplate").putObject("ContainerSpec");
    container.putArray("Groups").add("5"); // which docker-java takes for a text
    container.putArray("Secrets").addObject().put("SecretID", "id-" + secret);
  }

  /** Returns the bytes of the secrets made by its API, by their names in Docker. */
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
      case "POST /secrets/create" -> {
        JsonNode spec = JSON.readTree(exchange.getRequestBody());
        String name = spec.path("Name").asText();
        values.put(name, Base64.getDecoder().decode(spec.path("Data").asText()));
        add(name, spec.path("Labels"));
        say(exchange, 201, JSON.createObjectNode().put("ID", "id-" + name));
      }
      default -> say(exchange, 500, JSON.createObjectNode().put("message", "no " + path));
    }
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
