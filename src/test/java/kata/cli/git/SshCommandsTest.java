package kata.cli.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import kata.CliRunner;
import kata.CliRunner.Ran;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SshCommandsTest {
  private static final String ED =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF0XrgyqTRP57z/Xgsp0RS8SdtF2/zwEZ/WZ+sWxabUE";
  private static final String EC =
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBHwyatnXvCiDP1NM3NeIIBQTKDnOh3KaOgU2z35TSxnrCVuWQsFCVzmMCKf80UBWeCyXM+ZCySyrfVQcZqFfogI=";
  private static final Pattern LISTED = Pattern.compile("(?m)^  ([a-z:-]+) {2,}\\S");

  @TempDir Path temp;
  private CliRunner kata;

  @BeforeEach
  void make() throws IOException {
    kata = new CliRunner(temp);
  }

  @Test
  void every_key_of_a_file_gets_the_forced_command() throws IOException { // fault 75
    Ran ran = kata.input(ED + " ann\n" + EC + " bob\n").run("setup:ssh", "-");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(2).allMatch(line -> line.endsWith(": added"));
    assertThat(keys())
        .hasSize(2)
        .allMatch(line -> line.startsWith("command=\"KATA_ROOT='" + kata.root() + "' "))
        .allMatch(line -> line.contains("ssh-shell\",restrict,pty "));
    assertThat(mode(authorized())).isEqualTo("rw-------");
    assertThat(mode(kata.home().resolve(".ssh"))).isEqualTo("rwx------");
  }

  @Test
  void a_key_added_twice_is_one_line() throws IOException { // fault 76
    Files.createDirectories(kata.home().resolve(".ssh"));
    Files.writeString(authorized(), "# mine, without a line end");
    Path file = Files.writeString(temp.resolve("ann.pub"), ED + " ann\n");
    assertThat(kata.run("setup:ssh", file.toString()).out()).endsWith("ann: added\n");
    String once = Files.readString(authorized());
    Ran again = kata.run("setup:ssh", file.toString());
    assertThat(again.out()).endsWith("ann: already there\n");
    assertThat(again.code()).isZero();
    assertThat(authorized()).hasContent(once);
    assertThat(once).startsWith("# mine, without a line end\n");
    assertThat(keys()).hasSize(1);
  }

  @Test
  void a_file_that_is_no_key_adds_nothing_and_is_not_shown() throws IOException { // fault 75
    for (String text : List.of("hunter2 x\n", ED + " a\nhunter2\n", "", "ssh-ed25519 hunter2\n")) {
      Ran ran = kata.input(text).run("setup:ssh", "-");
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.out() + ran.err()).doesNotContain("hunter2");
      assertThat(authorized()).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "config:stack 'a b'      | a b",
        "config:stack \"a b\"    | a b",
        "config:stack a\\ b      | a b",
        "config:stack $(id)      | $(id)",
        "config:stack *          | *",
        "config:stack a;id       | a;id",
        "rm -f ''                | ",
      })
  void quotes_are_split_as_a_shell_would(String line, @Nullable String name) { // fault 77
    Ran ran = kata.with("SSH_ORIGINAL_COMMAND", line).run("ssh-shell");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err())
        .startsWith("error: '" + (name == null ? "" : name) + "' is not an app name\n");
  }

  @Test
  void a_command_that_is_no_line_of_words_is_refused() {
    for (String line : List.of("ls 'open", "ls\nrm -f blog", "ls \\")) {
      assertThat(kata.with("SSH_ORIGINAL_COMMAND", line).run("ssh-shell").code()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "''",
        "'..'",
        "'.'",
        "'a/../b'",
        "'a b'",
        "'$(id)'",
        "'x;y'",
        "'q'\\''uote'",
        "'a*'",
        "'/'",
        "'~/'",
        "'.git'",
        "'%64'",
        "'a234567890123456789012345678901234567890123456789012345678901234'",
        "'\u00e4'",
        "-x",
        "--upload-pack=x",
        "'a\nb'",
        "'a\0b'",
        "a b",
        ""
      })
  void a_push_to_a_bad_name_changes_nothing(String name) throws IOException { // R-1
    Map<String, String> before = kata.snapshot();
    for (String service : List.of("git-receive-pack", "git-upload-pack")) {
      Ran ran = kata.with("SSH_ORIGINAL_COMMAND", service + " " + name).run("ssh-shell");
      assertThat(ran.code()).isIn(2, 3);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).startsWith("error: ");
      assertThat(ran.err().lines().count()).as(ran.err()).isLessThanOrEqualTo(2);
      assertThat(kata.snapshot()).isEqualTo(before);
    }
  }

  @Test
  void without_a_command_it_greets_the_key() {
    Ran ran = kata.with("KATA_KEY", "ann\u001b[31m").run("ssh-shell");
    assertThat(ran).isEqualTo(new Ran(0, "Hello ann, this is kata. `help` lists commands.\n", ""));
    assertThat(kata.with("SSH_ORIGINAL_COMMAND", "  ").run("ssh-shell").out()).startsWith("Hello");
  }

  @Test
  void the_status_of_the_command_is_passed_on_and_it_does_not_call_itself() {
    assertThat(kata.with("SSH_ORIGINAL_COMMAND", "help").run("ssh-shell").code()).isZero();
    assertThat(kata.with("SSH_ORIGINAL_COMMAND", "bash -i").run("ssh-shell").code()).isEqualTo(2);
    assertThat(kata.with("SSH_ORIGINAL_COMMAND", "ssh-shell").run("ssh-shell").code()).isEqualTo(2);
    assertThat(kata.with("SSH_ORIGINAL_COMMAND", "rm blog").run("ssh-shell").code()).isEqualTo(3);
  }

  @Test
  void the_owner_of_a_key_may_run_every_command_of_kata() throws IOException { // fault 78
    List<String> names =
        LISTED.matcher(kata.run("help").out()).results().map(found -> found.group(1)).toList();
    assertThat(names).contains("rm", "setup:ssh");
    for (String name : names) {
      Ran ran = kata.with("SSH_ORIGINAL_COMMAND", "help " + name).run("ssh-shell");
      assertThat(ran.code()).as(name).isZero();
      assertThat(ran.out()).contains("Usage: kata " + name);
    }
    assertThat(Path.of("docs/reference/cli.md"))
        .content()
        .contains("Each key that `setup:ssh` added runs kata and nothing else.")
        .containsPattern("The owner of a key can run every command above,\\s`setup:ssh` too");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bash",
        "bash -i",
        "sh -c 'touch pwned'",
        "/bin/sh",
        "../../bin/sh",
        "./kata",
        "env",
        "sftp-server",
        "rsync --server . /",
        "ls; touch pwned",
        "touch pwned && ls",
        "$SHELL",
        "LD_PRELOAD=x ls",
        "-c 'touch pwned'"
      })
  void the_owner_of_a_key_can_run_no_other_program(String line) throws IOException { // fault 78
    Map<String, String> before = kata.snapshot();
    Ran ran = kata.with("SSH_ORIGINAL_COMMAND", line).run("ssh-shell");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("error: ");
    assertThat(kata.snapshot()).isEqualTo(before);
    assertThat(Path.of("pwned")).doesNotExist();
  }

  @Test
  void a_key_opens_no_tunnel_and_no_agent_whatever_it_asks_for() throws IOException { // fault 78
    kata.input(ED + " ann\n").run("setup:ssh", "-");
    String line = keys().get(0);
    String options = line.substring(0, line.indexOf(" " + ED));
    // `restrict` takes away forwarding, ~/.ssh/rc and what sshd will learn yet. A terminal is given
    // back, for the commands that ask a question; it is kata that stands behind it.
    assertThat(options).startsWith("command=\"KATA_ROOT=").endsWith(" ssh-shell\",restrict,pty");
  }

  private Path authorized() {
    return kata.home().resolve(".ssh/authorized_keys");
  }

  private List<String> keys() throws IOException {
    return Files.readAllLines(authorized()).stream().filter(line -> !line.startsWith("#")).toList();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
