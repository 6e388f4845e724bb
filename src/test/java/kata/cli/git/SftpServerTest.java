package kata.cli.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kata.ssh.OriginalCommand;
import kata.testing.RecordingExec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SftpServerTest {
  @TempDir Path temp;
  private final RecordingExec exec = new RecordingExec(9);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/lib/openssh/sftp-server",
        "internal-sftp",
        "/usr/libexec/openssh/sftp-server -l INFO",
        "internal-sftp -f 'A B' -R",
      })
  void a_request_for_sftp_is_served_in_the_home_folder(String line) { // fault 70
    Path program = Path.of("/bin/true");
    SftpServer server = new SftpServer(exec, temp, List.of(temp.resolve("none"), program));
    List<String> words = OriginalCommand.split(line);
    assertThat(SftpServer.isRequestedBy(words)).isTrue();
    assertThat(server.run(words)).isEqualTo(9);
    List<String> argv = new ArrayList<>(List.of("/bin/true"));
    argv.addAll(words.subList(1, words.size()));
    assertThat(exec.ran()).hasSize(1);
    assertThat(exec.ran().get(0).argv()).isEqualTo(argv);
    assertThat(exec.ran().get(0).dir()).contains(temp);
  }

  @Test
  void without_an_sftp_server_it_says_so() {
    SftpServer server = new SftpServer(exec, temp, List.of(temp.resolve("none")));
    assertThatThrownBy(() -> server.run(List.of("internal-sftp")))
        .hasMessage("this server has no sftp-server, which scp and sftp need");
  }
}
