package kata.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Enables TCP migration, as docs/install.md says, until it is closed: when Caddy reopens a
 * listener, Linux passes on the waiting connections instead of resetting them.
 */
public final class TcpMigration implements AutoCloseable {
  /**
   * The tolerated number of resets in one or two hundred reloads with migration. Measured in a
   * thousand reloads of Caddy alone under constant load: 2 to 4 resets with migration, about 1,200
   * without.
   */
  public static final int FEW = 6;

  private static final Path SETTING = Path.of("/proc/sys/net/ipv4/tcp_migrate_req");

  /** Tests that run side by side have it on together. */
  private static int users;

  private static String before = "";

  /** Enables it for the whole machine. */
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
