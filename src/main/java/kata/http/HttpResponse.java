package kata.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A response whose body may still be arriving; closing it closes the connection. */
public final class HttpResponse implements Closeable {
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  private final int status;
  private final Headers headers;
  private final BodyStream body;

  HttpResponse(int status, Headers headers, BodyStream body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Returns the status, 200 or above. */
  public int status() {
    return status;
  }

  /** Returns the first header of a name; ignores case. */
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /** Returns all headers; the map ignores case. */
  public Map<String, List<String>> headers() {
    return headers.fields();
  }

  /** Returns the body as it arrives. A read throws when the peer sends nothing for too long. */
  public InputStream body() {
    return body;
  }

  /** Reads the rest of the body; throws when it has more than 64 MiB. */
  public byte[] bytes() throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES);
    if (body.read() >= 0) {
      throw new IOException("the response is larger than 64 MiB");
    }
    return bytes;
  }

  /** Returns a trailer; ignores case. There is none before the body was read. */
  public Optional<String> trailer(String name) {
    return body.trailers().first(name);
  }

  @Override
  public void close() {
    body.close();
  }
}
