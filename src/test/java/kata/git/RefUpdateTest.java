package kata.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RefUpdateTest {
  private static final String A = "a".repeat(40);
  private static final String ZERO = "0".repeat(40);

  @Test
  void a_line_of_a_hook_is_read() {
    RefUpdate update = RefUpdate.parse(ZERO + " " + A + " refs/heads/feature/x");
    assertThat(update.before().isZero()).isTrue();
    assertThat(update.after().shortForm()).isEqualTo("aaaaaaa");
    assertThat(update.branch()).contains("feature/x");
    assertThat(update.deletes()).isFalse();
  }

  @Test
  void a_deletion_is_seen() { // fault 4
    assertThat(RefUpdate.parse(A + " " + ZERO + " refs/heads/main").deletes()).isTrue();
  }

  @Test
  void a_tag_is_no_branch() { // fault 3
    assertThat(RefUpdate.parse(ZERO + " " + A + " refs/tags/v1").branch()).isEmpty();
  }

  @Test
  void a_sha256_name_is_a_revision() {
    assertThat(new Revision("0f".repeat(32)).value()).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "main",
        "HEAD",
        "-x",
        "$(touch x)",
        "aaaaaaa",
        "A234567890123456789012345678901234567890"
      })
  void anything_but_a_full_name_is_no_revision(String text) { // fault 7
    assertThatThrownBy(() -> new Revision(text))
        .isInstanceOf(KataException.class)
        .hasMessageContaining("is not a revision");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$A",
        "$A $A",
        "$A $A refs/heads/a b",
        "$A $A main",
        "$A $A -x",
        "$A;touch${IFS}x $A refs/heads/main",
        "$A $A refs/heads/\u001b[2J",
        "$A $A refs/heads/a\u2028b",
        "$A\t$A\trefs/heads/main"
      })
  void a_crafted_line_is_refused(String line) { // fault 7
    assertThatThrownBy(() -> RefUpdate.parse(line.replace("$A", A)))
        .isInstanceOf(KataException.class)
        .hasMessageMatching("[^\\p{Cntrl}]*");
  }

  @Test
  void the_refusal_names_the_rule() {
    assertThatThrownBy(() -> RefUpdate.parse(A + " " + A + " refs/" + "x".repeat(1024)))
        .hasMessageContaining("at most 1024 characters");
    assertThatThrownBy(() -> RefUpdate.parse("one two")).hasMessageContaining("three words");
    assertThatThrownBy(() -> RefUpdate.parse(A + " " + A + " main"))
        .hasMessageContaining("begins with refs/");
  }
}
