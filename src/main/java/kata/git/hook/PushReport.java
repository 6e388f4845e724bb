package kata.git.hook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes on what git sends to the client of a push, and can replace git's reason for a rejection.
 * git has one fixed reason for every push that its hook rejects; a plan is no failure of a hook.
 * Follows gitprotocol-common(5): packets with their length in four hexadecimal digits.
 */
public final class PushReport extends OutputStream {
  private static final String DECLINED = "pre-receive hook declined";
  private static final int HEADER = 4;
  private static final int REPORT_BAND = 1;

  private final OutputStream client;
  private byte[] pending = new byte[0];
  private boolean raw;
  private volatile String reason = DECLINED;

  /** Passes everything on to a client. */
  public PushReport(OutputStream client) {
    this.client = client;
  }

  /** Replaces the reason in the report that follows; the reason must be one line. */
  public void rejectAs(String text) {
    reason = text;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  /** Passes whole packets on, and keeps the beginning of one that is not complete. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] all = Arrays.copyOf(pending, pending.length + length);
    System.arraycopy(bytes, offset, all, pending.length, length);
    int done = 0;
    while (!raw && all.length - done >= HEADER) {
      int size = size(all, done);
      if (size < 0) {
        raw = true; // not the protocol: nothing in it is replaced
      } else if (size > all.length - done) {
        break;
      } else {
        client.write(packet(Arrays.copyOfRange(all, done, done + size)));
        done += size;
      }
    }
    if (raw) {
      client.write(all, done, all.length - done);
      done = all.length;
    }
    pending = Arrays.copyOfRange(all, done, all.length);
    client.flush();
  }

  @Override
  public void close() {
    try (client) {
      client.write(pending);
    } catch (IOException e) {
      // The client is gone; the exit status still reports the result of the push.
    }
  }

  private byte[] packet(byte[] packet) {
    if (reason.equals(DECLINED) || packet.length <= HEADER) {
      return packet;
    }
    if (packet[HEADER] != REPORT_BAND) {
      return line(packet);
    }
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    report.write(REPORT_BAND);
    int done = HEADER + 1;
    while (packet.length - done >= HEADER) {
      int size = size(packet, done);
      if (size < 0 || size > packet.length - done) {
        return packet; // a report of more than one packet stays as it is
      }
      report.writeBytes(line(Arrays.copyOfRange(packet, done, done + size)));
      done += size;
    }
    return done == packet.length ? framed(report.toByteArray()) : packet;
  }

  /** Returns {@code ng REF REASON} with the new reason, and any other line as it is. */
  private byte[] line(byte[] packet) {
    String text = new String(packet, StandardCharsets.ISO_8859_1);
    String end = " " + DECLINED + "\n";
    if (!text.startsWith("ng ", HEADER) || !text.endsWith(end)) {
      return packet;
    }
    String kept = text.substring(HEADER, text.length() - end.length());
    return framed((kept + " " + reason + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] framed(byte[] content) {
    byte[] packet = new byte[HEADER + content.length];
    byte[] header = "%04x".formatted(packet.length).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(header, 0, packet, 0, HEADER);
    System.arraycopy(content, 0, packet, HEADER, content.length);
    return packet;
  }

  /** Returns the length of a packet with its header, or -1 if there is none; 0 to 3 are markers. */
  private static int size(byte[] bytes, int offset) {
    int size = 0;
    for (int i = offset; i < offset + HEADER; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return -1;
      }
      size = size * 16 + digit;
    }
    return Math.max(size, HEADER);
  }
}
