package kata.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Has Linux hand on the connections that nobody took yet where Caddy listens anew, as
 * docs/install.md says, instead of resetting them; until it is closed.
 */
public final class TcpMigration implements AutoCloseable {
  /**
   * As many connections as these Linux never resets in spite of it, in a hundred or two reloads. It
   * did with 2 to 4 in a thousand reloads of a Caddy by itself, with visitors all the time; and
   * with about 1,200 without.
   */
  public static final int FEW = 6;

  private static final Path SETTING = Path.of("/proc/sys/net/ipv4/tcp_migrate_req");

  /** Tests that run side by side have it on together. */
  private static int users;

  private static String before = "";

  /** Turns it on, for the whole machine. */
  public TcpMigration() throws IOException {
    on();
  }

  private static synchronized void on() throws IOException {
    if (users++ == 0) {
      before = Files.readString(SETTING);
      Files.writeString(SETTING, "1");
    }
  }

  private static synchronized void off() throws IOException {
    if (--users == 0) {
      Files.writeString(SETTING, before);
    }
  }

  @Override
  public void close() throws IOException {
    off();
  }
}
