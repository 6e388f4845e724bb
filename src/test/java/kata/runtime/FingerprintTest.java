package kata.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FingerprintTest {
  @Test
  void equal_content_has_equal_names() {
    assertThat(of("ab", "c")).isEqualTo(of("ab", "c")).matches("[0-9a-f]{12}");
  }

  @Test
  void where_one_part_ends_counts() {
    assertThat(of("ab", "c"))
        .isNotEqualTo(of("a", "bc"))
        .isNotEqualTo(of("abc"))
        .isNotEqualTo(of("ab", "c", ""))
        .isNotEqualTo(of("c", "ab"));
  }

  @Test
  void a_file_counts_by_its_content(@TempDir Path temp) throws IOException {
    Path one = Files.writeString(temp.resolve("one"), "text");
    Path two = Files.writeString(temp.resolve("two"), "text");
    assertThat(new Fingerprint().add(one).hex())
        .isEqualTo(new Fingerprint().add(two).hex())
        .isEqualTo(of("text"));
  }

  private static String of(String... parts) {
    Fingerprint fingerprint = new Fingerprint();
    for (String part : parts) {
      fingerprint.add(part);
    }
    return fingerprint.hex();
  }
}
