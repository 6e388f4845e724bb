package kata.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request, kept in memory. Throws {@link IllegalArgumentException} for text that would break its
 * line, and for the framing headers, which the client writes.
 *
 * @param path the encoded request target, with its query
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out; equality is of no use here
public record HttpRequest(String method, String path, Map<String, String> headers, byte[] body) {
  private static final Set<String> FRAMING =
      Set.of("connection", "content-length", "transfer-encoding", "upgrade");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern TARGET = Pattern.compile("/[\\x21-\\x7e]*");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

  /** Copies the headers and the body. */
  public HttpRequest {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    require(TOKEN.matcher(method).matches(), "method", method);
    require(TARGET.matcher(path).matches(), "path", path);
    copy.forEach(
        (name, value) -> {
          require(TOKEN.matcher(name).matches(), "header name", name);
          require(!FRAMING.contains(name.toLowerCase(Locale.ROOT)), "header of a request", name);
          require(VALUE.matcher(value).matches(), "value of " + name, value);
        });
    headers = Collections.unmodifiableMap(copy);
    body = body.clone();
  }

  /** Returns a GET request without headers. */
  public static HttpRequest get(String path) {
    return new HttpRequest("GET", path, Map.of(), new byte[0]);
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }

  /** Returns the encoded head, which precedes the body. */
  byte[] head(String defaultHost) {
    StringBuilder head = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    if (!headers.containsKey("Host")) {
      head.append("Host: ").append(defaultHost).append("\r\n");
    }
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (body.length > 0 || !(method.equals("GET") || method.equals("HEAD"))) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void require(boolean valid, String what, String text) {
    if (!valid) {
      throw new IllegalArgumentException(
          "not a %s: '%s'".formatted(what, text.replaceAll("\\p{Cntrl}", "?")));
    }
  }
}
