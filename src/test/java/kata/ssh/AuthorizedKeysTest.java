package kata.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import kata.error.KataException;
import kata.ssh.AuthorizedKeys.Change;
import kata.ssh.AuthorizedKeys.Edit;
import kata.ssh.AuthorizedKeys.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthorizedKeysTest {
  private static final String ED =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF0XrgyqTRP57z/Xgsp0RS8SdtF2/zwEZ/WZ+sWxabUE";
  private static final String EC =
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBHwyatnXvCiDP1NM3NeIIBQTKDnOh3KaOgU2z35TSxnrCVuWQsFCVzmMCKf80UBWeCyXM+ZCySyrfVQcZqFfogI=";
  private static final Path KATA = Path.of("/usr/local/bin/kata");
  private static final Path ROOT = Path.of("/home/kata");
  private static final String ED_LINE =
      "command=\"KATA_ROOT='/home/kata' KATA_KEY='ann' '/usr/local/bin/kata' ssh-shell\",restrict,pty "
          + ED
          + " ann\n";
  private static final String BLOCK = "# kata: begin\n" + ED_LINE + "# kata: end\n";

  private static PublicKey ann() {
    return AuthorizedKeys.parse(ED + " ann").get(0);
  }

  private static Edit add(String text, PublicKey... keys) {
    return AuthorizedKeys.add(text, List.of(keys), KATA, ROOT);
  }

  private static List<Outcome> outcomes(Edit edit) {
    return edit.changes().stream().map(Change::outcome).toList();
  }

  @Test
  void every_line_is_a_key() { // fault 75
    List<PublicKey> keys =
        AuthorizedKeys.parse("# mine\n\n  " + ED + " ann@laptop\r\n" + EC + "\n");
    assertThat(keys).extracting(PublicKey::name).containsExactly("ann@laptop", "default");
    assertThat(keys)
        .extracting(PublicKey::fingerprint)
        .containsExactly(
            "SHA256:qxmKlM9Ec4yfBoMGFbw2jc5d7Z5hvPVO3U1O7bBtqHU",
            "SHA256:GL592m6cYy0wSx6cRjKTwqf9/MdF1L3u20rLlOAep4U");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "command=\"sh\" $ED",
        "no-pty $ED",
        "$ED x\nrestrict $ED",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 !!!!",
        "ssh-rsa $BLOB",
        "ssh-ed25519 ${BLOB}AAAA",
        "ssh-dss $BLOB",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "hello"
      })
  void a_line_that_is_no_plain_key_is_refused_by_number(String line) { // fault 75
    String text = line.replace("$ED", ED).replace("${BLOB}", ED.substring(12));
    assertThatThrownBy(() -> AuthorizedKeys.parse(text.replace("$BLOB", ED.substring(12))))
        .isInstanceOf(KataException.class)
        .hasMessageMatching("line [12]: .*");
  }

  @Test
  void a_file_without_a_key_is_refused() {
    assertThatThrownBy(() -> AuthorizedKeys.parse("# nothing\n"))
        .hasMessageContaining("there is no key");
  }

  @Test
  void a_name_cannot_break_out_of_its_line() {
    String name = AuthorizedKeys.parse(ED + " O'Hara \"$(id)\" \u001b").get(0).name();
    assertThat(name).isEqualTo("O-Hara-id-");
  }

  @Test
  void a_key_gets_a_block_with_a_forced_command() {
    Edit edit = add("", ann());
    assertThat(edit.text()).isEqualTo(BLOCK);
    assertThat(outcomes(edit)).containsExactly(Outcome.ADDED);
  }

  @Test
  void the_same_key_twice_is_one_line() { // fault 76
    Edit edit = add(BLOCK, ann(), ann());
    assertThat(edit.text()).isEqualTo(BLOCK);
    assertThat(outcomes(edit)).containsExactly(Outcome.PRESENT, Outcome.PRESENT);
  }

  @Test
  void a_second_key_joins_the_block_and_other_lines_stay() { // fault 76
    String others = "# own\r\n\tssh-rsa broken\n";
    Edit edit = add(others + BLOCK + "tail", AuthorizedKeys.parse(EC + " bob").get(0));
    assertThat(edit.text())
        .startsWith(others + "# kata: begin\n" + ED_LINE + "command=")
        .endsWith(EC + " bob\n# kata: end\ntail");
  }

  @Test
  void a_file_without_final_line_end_is_not_spoilt() { // fault 76
    assertThat(add(EC + " bob", ann()).text()).isEqualTo(EC + " bob\n" + BLOCK);
  }

  @Test
  void a_line_that_the_original_wrote_counts_and_is_left() { // fault 76
    String old =
        "command=\"FINGERPRINT=SHA256:x NAME=default /home/kata/kata.py $SSH_ORIGINAL_COMMAND\","
            + "no-agent-forwarding,no-user-rc,no-X11-forwarding,no-port-forwarding "
            + ED
            + " ann\n";
    Edit edit = add(old, ann());
    assertThat(edit.text()).isEqualTo(old);
    assertThat(outcomes(edit)).containsExactly(Outcome.PRESENT);
  }

  @Test
  void a_key_that_opens_a_shell_elsewhere_is_told() {
    for (String line : List.of(ED, "from=\"a b,\\\"c\",command=\"x \\\" y\" " + ED + " kata")) {
      Edit edit = add(line, ann());
      assertThat(edit.text()).isEqualTo(line);
      assertThat(outcomes(edit)).containsExactly(Outcome.ELSEWHERE);
    }
  }

  @Test
  void a_line_of_another_path_is_renewed() {
    Edit edit = AuthorizedKeys.add(BLOCK, List.of(ann()), Path.of("/opt/kata"), ROOT);
    assertThat(outcomes(edit)).containsExactly(Outcome.RENEWED);
    assertThat(edit.text()).contains("'/opt/kata'").doesNotContain("/usr/local");
    assertThat(edit.text().lines()).hasSize(3);
  }

  @Test
  void a_path_is_quoted_for_the_shell_and_for_sshd() { // fault 79
    String text =
        AuthorizedKeys.add("", List.of(ann()), Path.of("/a \"b\"/kata"), Path.of("/it's\\")).text();
    // sshd removes a backslash only before a quote; the rest goes to the shell unchanged.
    assertThat(text)
        .contains(
            "command=\"KATA_ROOT='/it'\\''s\\' KATA_KEY='ann' '/a \\\"b\\\"/kata' ssh-shell\",");
  }

  @Test
  void a_path_with_a_line_break_is_refused() {
    assertThatThrownBy(() -> AuthorizedKeys.add("", List.of(ann()), KATA, Path.of("/a\nssh-rsa x")))
        .isInstanceOf(KataException.class);
  }
}
