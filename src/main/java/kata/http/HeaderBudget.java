package kata.http;

import java.io.IOException;
import java.net.ProtocolException;

/** The number of header bytes that a peer may still send, so that it cannot fill the memory. */
final class HeaderBudget {
  private int left = 256 * 1024;

  void spend() throws IOException {
    left--;
    if (left < 0) {
      throw new ProtocolException("the headers are larger than 256 KiB");
    }
  }
}
