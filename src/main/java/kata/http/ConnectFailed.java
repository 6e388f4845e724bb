package kata.http;

import java.io.IOException;

/** Thrown when no connection was made: nothing was sent, so nothing changed on the server. */
public final class ConnectFailed extends IOException {
  private static final long serialVersionUID = 1L;

  ConnectFailed(String message, IOException cause) {
    super(message, cause);
  }

  ConnectFailed(String message) {
    super(message);
  }
}
