package kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stub in front of the jar, with a Java that only writes down its arguments. */
@Timeout(60)
final class StubTest {
  private static final Path STUB = Path.of("src/main/stub/kata.sh").toAbsolutePath();

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "'',           in=1 out=1 err=1",
    "</dev/null,   in=0 out=1 err=1",
    ">/dev/null,   in=1 out=0 err=1",
    "2>/dev/null,  in=1 out=1 err=0",
  })
  void it_tells_of_each_stream_whether_it_is_a_terminal(String redirection, String told)
      throws Exception { // fault 68
    assertThat(arguments("script", "-qec", "sh " + STUB + " ls " + redirection, "/dev/null"))
        .contains(told.replaceAll("(\\S+)", "-Dkata.tty.$1"));
  }

  @Test
  void arguments_come_through_as_they_are() throws Exception {
    assertThat(arguments("sh", STUB.toString(), "a b", "", "$x", "*"))
        .contains("-Dkata.tty.in=0 -Dkata.tty.out=0 -Dkata.tty.err=0 -jar " + STUB + " ")
        .endsWith(" a b  $x *\n");
  }

  @Test
  void temporary_files_go_where_the_user_wants_them() throws Exception {
    assertThat(arguments("env", "TMPDIR=/var/tmp", "sh", STUB.toString()))
        .contains("-Djava.io.tmpdir=/var/tmp ");
  }

  @ParameterizedTest
  @CsvSource({
    "git-hook, '', true",
    "git-receive-pack, '', true",
    "deploy, '', true",
    "ssh-shell, git-receive-pack 'shop', true",
    "ssh-shell, rollback shop 3, true",
    "ssh-shell, run shop deploy, false",
    "ssh-shell, '', false",
    "run, '', false",
    "docker, deploy, false",
  })
  void a_hangup_does_not_end_what_changes_an_app(String command, String sent, boolean ignored)
      throws Exception {
    arguments(
        "env",
        "SSH_ORIGINAL_COMMAND=" + sent,
        "sh",
        STUB.toString(),
        command,
        "deploy",
        "git-hook");
    assertThat(ignoresHangup(temp.resolve("status")))
        .isEqualTo(ignored || ignoresHangup(Path.of("/proc/self/status"))); // as under nohup
  }

  private static boolean ignoresHangup(Path status) throws Exception {
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(mask.replaceAll("\\S+\\s+", ""), 16) & 1) == 1;
  }

  private String arguments(String... command) throws Exception {
    Path java = Files.createDirectories(temp.resolve("bin")).resolve("java");
    Path written = temp.resolve("arguments");
    Files.writeString(
        java,
        "#!/bin/sh\necho \"$*\" > %s\ncat /proc/$$/status > %s\n"
            .formatted(written, temp.resolve("status")));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KATA_JAVA_HOME", temp.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return Files.readString(written, StandardCharsets.UTF_8);
  }
}
