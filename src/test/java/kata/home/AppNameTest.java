package kata.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kata.cli.ExitCode;
import kata.error.KataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AppNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"foo", "/foo", "~/foo", "foo.git", "'foo'", "'/foo.git'", "~/foo.git"})
  void a_name_may_come_as_git_sends_it(String text) {
    assertThat(AppName.parse(text)).isEqualTo(new AppName("foo"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/",
        "~",
        "~/",
        ".git",
        "'",
        "''",
        "-x",
        "--upload-pack=x",
        "a/../b",
        "a b",
        "$(id)",
        "x;y",
        "q'uote",
        "a*",
        "a\0",
        "a\n",
        "\na",
        "a\r",
        "app.one",
        "../a",
        "//a",
        "a/b",
        "/a/",
        "_a",
        "ä",
        "a\u2028",
        "foo.git.git",
        "C:",
        "a\\b",
        "@a",
        "\"a\""
      })
  void anything_else_is_refused_and_never_repaired(String text) { // R-1, faults 11, 59
    assertThatThrownBy(() -> AppName.parse(text))
        .isInstanceOfSatisfying(
            KataException.class,
            e -> {
              assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED);
              assertThat(e.hint()).contains("1 to 63 letters, digits, - and _");
              assertThat(e.message().chars().noneMatch(Character::isISOControl)).isTrue();
            });
  }

  @Test
  void a_name_has_at_most_63_characters() {
    assertThat(AppName.parse("a".repeat(63)).value()).hasSize(63);
    assertThatThrownBy(() -> AppName.parse("a".repeat(64))).isInstanceOf(KataException.class);
    assertThatThrownBy(() -> AppName.parse("a".repeat(100_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void names_that_differ_in_case_are_one_project() { // R-3, fault 11
    AppName small = new AppName("myapp");
    assertThat(new AppName("MyApp").project()).isEqualTo("myapp");
    assertThat(new AppName("MyApp").collidesWith(small)).isTrue();
    assertThat(small.collidesWith(small)).isFalse();
    assertThat(new AppName("my-app").collidesWith(small)).isFalse();
    assertThat(new AppName("my-app").collidesWith(new AppName("my_app"))).isFalse();
  }
}
