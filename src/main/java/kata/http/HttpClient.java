package kata.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP/1.1 client for one endpoint, with a new connection for each request: kata's servers are
 * local, and a pooled connection to a Caddy that just reloaded is dead. Unlike java.net.http it
 * supports unix sockets and trailers. No redirects, no cookies.
 */
public final class HttpClient {
  private final Endpoint endpoint;
  private final Connector connector;

  private HttpClient(Endpoint endpoint, Connector connector) {
    this.endpoint = endpoint;
    this.connector = connector;
  }

  /** Opens a connection for each request. */
  private interface Connector {
    Wire connect() throws IOException;
  }

  /** Uses an endpoint; the timeout limits the connection, not the name lookup. */
  public HttpClient(Endpoint endpoint, Duration connectTimeout) {
    this(endpoint, () -> ChannelWire.connect(endpoint, connectTimeout));
  }

  /**
   * Connects over TLS without verifying the certificate: only to find out what answers, never for
   * secret data.
   *
   * @param name the host name to request the certificate for
   */
  public static HttpClient unverified(Endpoint.Tcp endpoint, Duration connectTimeout, String name) {
    return new HttpClient(endpoint, () -> TlsWire.connect(endpoint, connectTimeout, name));
  }

  /** Loads the classes for a connection over a unix socket, without opening one. */
  public static void prepare() throws IOException {
    ChannelWire.prepare();
  }

  /** Returns the endpoint of this client. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Sends a request and returns the response once its head has arrived; the caller closes it.
   * Throws {@link ConnectFailed} when nothing was sent. After any other {@link IOException} ({@link
   * java.net.SocketTimeoutException} on a timeout) the request may or may not have had an effect.
   *
   * @param timeout how long the head may take after the request, and then each part of the body
   */
  public HttpResponse send(HttpRequest request, Duration timeout) throws IOException {
    Wire wire = connector.connect();
    try {
      wire.write(ByteBuffer.wrap(request.head(defaultHost())), timeout);
      wire.write(ByteBuffer.wrap(request.body()), timeout);
      wire.allow(timeout);
      return receive(request, wire, timeout);
    } catch (IOException | RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  /** Returns an empty Host for a unix socket: Caddy before 2.7 rejects any other there. */
  private String defaultHost() {
    return endpoint instanceof Endpoint.Tcp ? endpoint.toString() : "";
  }

  private static HttpResponse receive(HttpRequest request, Wire wire, Duration timeout)
      throws IOException {
    HeaderBudget budget = new HeaderBudget();
    int status;
    Headers headers;
    do {
      status = status(wire.line(budget));
      headers = Headers.read(wire, budget);
      if (status == 101) {
        throw new ProtocolException("the server switched protocols without being asked");
      }
    } while (status < 200);
    return new HttpResponse(status, headers, body(request, status, headers, wire, timeout));
  }

  private static int status(String line) throws IOException {
    if (line.matches("HTTP/1\\.[01] [1-9][0-9]{2}(?: .*)?")) {
      return Integer.parseInt(line.substring(9, 12));
    }
    throw new ProtocolException("not an HTTP/1 response");
  }

  private static BodyStream body(
      HttpRequest request, int status, Headers headers, Wire wire, Duration timeout)
      throws IOException {
    if (request.method().equals("HEAD") || status == 204 || status == 304) {
      return BodyStream.ofLength(0, wire, timeout);
    }
    Optional<String> encoding = headers.first("Transfer-Encoding");
    if (encoding.isPresent()) {
      if (!encoding.get().equalsIgnoreCase("chunked")) {
        throw new ProtocolException("unknown transfer encoding: " + encoding.get());
      }
      return BodyStream.ofChunks(wire, timeout);
    }
    List<String> lengths = headers.all("Content-Length").stream().distinct().toList();
    if (lengths.isEmpty()) {
      return BodyStream.toClose(wire, timeout);
    }
    if (lengths.size() > 1 || !lengths.get(0).matches("[0-9]{1,18}")) {
      throw new ProtocolException("Content-Length is " + String.join(" and ", lengths));
    }
    return BodyStream.ofLength(Long.parseLong(lengths.get(0)), wire, timeout);
  }
}
