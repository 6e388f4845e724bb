package kata.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A TLS connection that does not verify the certificate. */
final class TlsWire extends Wire {
  private final SSLSocket socket;

  private TlsWire(SSLSocket socket) {
    this.socket = socket;
  }

  /** Connects and requests the certificate of a name; throws SSLException if there is none. */
  static TlsWire connect(Endpoint.Tcp endpoint, Duration limit, String name) throws IOException {
    Socket plain = Addresses.first(endpoint, address -> plain(address, limit));
    try {
      plain.setSoTimeout(Math.toIntExact(limit.toMillis()));
      SSLSocketFactory sockets = trusting().getSocketFactory();
      SSLSocket socket = (SSLSocket) sockets.createSocket(plain, name, endpoint.port(), true);
      socket.startHandshake();
      return new TlsWire(socket);
    } catch (SocketTimeoutException e) {
      plain.close();
      throw new SSLException("no certificate in time", e);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket plain(SocketAddress address, Duration limit) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, Math.toIntExact(limit.toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /**
   * Writes without the time limit: a blocking write that fits into one packet does not wait for the
   * peer.
   */
  @Override
  void write(ByteBuffer bytes, Duration silence) throws IOException {
    byte[] all = new byte[bytes.remaining()];
    bytes.get(all);
    socket.getOutputStream().write(all);
  }

  @Override
  int receive(ByteBuffer target) throws IOException {
    socket.setSoTimeout(Math.toIntExact(left()));
    byte[] some = new byte[target.remaining()];
    int n = socket.getInputStream().read(some);
    if (n > 0) {
      target.put(some, 0, n);
    }
    return n;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException ignored) {
      // The connection is not used any more.
    }
  }

  /** Accepts every certificate: kata only checks what answers, and sends nothing secret. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
