package kata.git.hook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PushReportTest {
  private static final String REFUSED = "ng refs/heads/main pre-receive hook declined\n";

  private final ByteArrayOutputStream client = new ByteArrayOutputStream();
  private final PushReport report = new PushReport(client);

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 4096})
  void the_reason_of_every_rejected_ref_is_replaced_however_git_writes_it(int chunk)
      throws IOException {
    report.rejectAs("plan only");
    String told = packet("\u0002remote text: pre-receive hook declined\n");
    send(told + packet("\u0001" + reports(REFUSED, "ok refs/heads/x\n") + "0000") + "0000", chunk);
    String other = "ng refs/heads/main plan only\n";
    assertThat(sent())
        .isEqualTo(told + packet("\u0001" + reports(other, "ok refs/heads/x\n") + "0000") + "0000");
  }

  @Test
  void a_client_without_side_bands_gets_the_reason_too() throws IOException {
    report.rejectAs("plan only");
    send(reports(REFUSED) + "0000", 5);
    assertThat(sent()).isEqualTo(reports("ng refs/heads/main plan only\n") + "0000");
  }

  @Test
  void without_a_reason_of_its_own_every_byte_stays() throws IOException {
    String all = packet("0123 refs/heads/a\0caps\n") + "0000" + packet("\u0001" + reports(REFUSED));
    send(all, 2);
    assertThat(sent()).isEqualTo(all);
  }

  @Test
  void what_is_not_the_protocol_passes_unchanged() throws IOException {
    report.rejectAs("plan only");
    send("fatal: no such repository\n" + REFUSED, 6);
    report.close();
    assertThat(sent()).isEqualTo("fatal: no such repository\n" + REFUSED);
  }

  private void send(String text, int chunk) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    for (int i = 0; i < bytes.length; i += chunk) {
      report.write(bytes, i, Math.min(chunk, bytes.length - i));
    }
  }

  private String sent() {
    return client.toString(ISO_8859_1);
  }

  private static String reports(String... lines) {
    StringBuilder reports = new StringBuilder(packet("unpack ok\n"));
    for (String line : lines) {
      reports.append(packet(line));
    }
    return reports.toString();
  }

  private static String packet(String content) {
    return "%04x%s".formatted(content.length() + 4, content);
  }
}
