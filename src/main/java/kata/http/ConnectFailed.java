package kata.http;

import java.io.IOException;

/** No connection came about: nothing was sent, so nothing can have changed on the other side. */
public final class ConnectFailed extends IOException {
  private static final long serialVersionUID = 1L;

  ConnectFailed(String message, IOException cause) {
    super(message, cause);
  }

  ConnectFailed(String message) {
    super(message);
  }
}
