package kata.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DidYouMeanTest {
  @ParameterizedTest
  @CsvSource({
    "'',     '',      0",
    "'',     abc,     3",
    "hello,  hello,   0",
    "hello,  HELLO,   0",
    "helo,   hello,   1",
    "hallo,  hello,   1",
    "hlelo,  hello,   1",
    "helol,  hello,   1",
    "start,  restart, 2",
    "ab,     ba,      1",
    "kitten, sitting, 3",
    "abc,    xyz,     3",
  })
  void edits_are_counted(String one, String other, int edits) {
    assertThat(DidYouMean.distance(one, other)).isEqualTo(edits);
    assertThat(DidYouMean.distance(other, one)).isEqualTo(edits);
  }

  @Test
  void only_the_nearest_are_named() {
    List<String> known = List.of("shop", "shops", "hello", "blog", "b", "hello-world");
    assertThat(DidYouMean.among(known, "shopp")).containsExactly("shop", "shops");
    assertThat(DidYouMean.among(known, "sohps")).containsExactly("shops");
    assertThat(DidYouMean.among(known, "HELO")).containsExactly("hello");
    assertThat(DidYouMean.among(known, "hell-wrld")).containsExactly("hello-world");
  }

  @Test
  void what_is_not_near_is_not_named() {
    List<String> known = List.of("shop", "hello", "b");
    for (String typed : List.of("", "a", "sp", "chips", "help-me", "x".repeat(1_000_000))) {
      assertThat(DidYouMean.among(known, typed)).as(typed).isEmpty();
    }
    assertThat(DidYouMean.among(List.of(), "shop")).isEmpty();
  }
}
