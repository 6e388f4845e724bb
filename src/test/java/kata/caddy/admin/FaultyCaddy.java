package kata.caddy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An admin API that stores servers as Caddy does, and fails on demand. */
final class FaultyCaddy implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVERS = "/config/apps/http/servers";

  /** How one call ends, before or after its change was made. */
  enum Fault {
    ERROR_BEFORE,
    ERROR_AFTER,
    RESET_BEFORE,
    RESET_AFTER,
    /** Answers that it is done, and has no configuration any more, as after a restart. */
    FORGETS
  }

  private final ServerSocket socket =
      new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  private final Queue<Fault> reading = new ConcurrentLinkedQueue<>();
  private final Queue<Fault> writing = new ConcurrentLinkedQueue<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private volatile Map<String, ObjectNode> servers = Map.of();
  private volatile boolean configured;

  FaultyCaddy() throws IOException {
    Thread thread = new Thread(this::serve, "faulty-caddy");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** The outcomes of the next read calls. */
  Queue<Fault> reading() {
    return reading;
  }

  /** The outcomes of the next write calls. */
  Queue<Fault> writing() {
    return writing;
  }

  /** Returns the write calls. */
  List<String> writes() {
    return writes;
  }

  Map<String, ObjectNode> servers() {
    return servers;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket peer = socket.accept()) {
        answer(peer);
      } catch (IOException e) {
        // The client went away, or the test is over.
      }
    }
  }

  @SuppressWarnings("deprecation") // its readLine consumes no more than the line
  private void answer(Socket peer) throws IOException {
    DataInputStream in = new DataInputStream(peer.getInputStream());
    String[] request = String.valueOf(in.readLine()).split(" ", 3);
    int length = 0;
    String force = "";
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      String[] header = line.toLowerCase(Locale.ROOT).split(": ", 2);
      length = header[0].equals("content-length") ? Integer.parseInt(header[1]) : length;
      force = header[0].equals("cache-control") ? " " + header[1] : force;
    }
    byte[] body = in.readNBytes(length);
    boolean write = !request[0].equals("GET");
    Fault fault = write ? writing.poll() : reading.poll();
    if (write) {
      writes.add(request[0] + " " + request[1] + force);
      if (fault != Fault.ERROR_BEFORE && fault != Fault.RESET_BEFORE) {
        change(request[0], request[1], body);
      }
    }
    if (fault == Fault.RESET_BEFORE || fault == Fault.RESET_AFTER) {
      peer.setSoLinger(true, 0);
    } else if (fault == Fault.ERROR_BEFORE || fault == Fault.ERROR_AFTER) {
      say(peer, "500 Internal Server Error", "{\"error\":\"no space left\"}");
    } else {
      configured &= fault != Fault.FORGETS;
      servers = configured ? servers : Map.of();
      say(peer, "200 OK", write ? "" : config());
    }
  }

  private void change(String method, String path, byte[] body) throws IOException {
    Map<String, ObjectNode> changed = new TreeMap<>(servers);
    if (path.equals(SERVERS)) {
      changed.clear();
      for (Map.Entry<String, JsonNode> server : JSON.readTree(body).properties()) {
        changed.put(server.getKey(), (ObjectNode) server.getValue());
      }
    } else if (method.equals("DELETE")) {
      changed.remove(path.substring(SERVERS.length() + 1));
    } else {
      changed.put(path.substring(SERVERS.length() + 1), (ObjectNode) JSON.readTree(body));
    }
    configured = true;
    servers = changed;
  }

  private String config() throws IOException {
    return configured
        ? "{\"apps\":{\"http\":{\"servers\":%s}}}".formatted(JSON.writeValueAsString(servers))
        : "null";
  }

  private static void say(Socket peer, String status, String body) throws IOException {
    String head = "HTTP/1.1 %s\r\nEtag: \"x\"\r\nContent-Length: %d\r\n\r\n";
    byte[] answer = (head.formatted(status, body.length()) + body).getBytes(StandardCharsets.UTF_8);
    peer.getOutputStream().write(answer);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
