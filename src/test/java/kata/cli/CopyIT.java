package kata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kata.testing.Child;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real scp, of today and of yesterday, through the forced command but without an sshd. */
@Timeout(120)
final class CopyIT {
  private static final Path FILE =
      Path.of(System.getProperty("kata.file", "target/kata")).toAbsolutePath();

  /** What sshd makes of a command, and of a request for the subsystem sftp. */
  private static final String SSH =
      """
      #!/bin/sh
      while [ "$1" != -- ]; do
        [ "$1" != -s ] || sftp=/usr/lib/openssh/sftp-server
        shift
      done
      SSH_ORIGINAL_COMMAND=${sftp:-$3} exec "$KATA" ssh-shell
      """;

  @TempDir Path temp;
  private Path home;
  private Path ssh;

  @BeforeEach
  void make() throws IOException {
    home = Files.createDirectories(temp.resolve("home"));
    ssh = Files.writeString(temp.resolve("ssh"), SSH);
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-s", "-O"}) // by sftp, and as before OpenSSH 9
  void files_go_there_and_back(String protocol) throws IOException { // fault 70
    byte[] bytes = new byte[300_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 17 + i / 256);
    }
    Path there = Files.write(temp.resolve("a 'quoted' name"), bytes);
    Path back = temp.resolve("back");

    assertThat(scp(protocol, there.toString(), "server:there")).isEqualTo(new Child(0, ""));
    assertThat(home.resolve("there")).hasBinaryContent(bytes);
    assertThat(scp(protocol, "server:there", back.toString())).isEqualTo(new Child(0, ""));
    assertThat(back).hasBinaryContent(bytes);

    Child missing = scp(protocol, "server:nothing", back.toString());
    assertThat(missing.ok()).isFalse();
    assertThat(missing.output()).contains("No such file");
  }

  private Child scp(String... words) {
    List<String> argv = new ArrayList<>(List.of("scp", "-q", "-S", ssh.toString()));
    argv.addAll(List.of(words));
    return Child.run(
        temp,
        Map.of("KATA", FILE.toString(), "HOME", home.toString(), "KATA_ROOT", home.toString()),
        argv);
  }
}
