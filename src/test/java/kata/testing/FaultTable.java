package kata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The faults that a test caused and their results, as a table in docs/reliability.md. Run the test
 * with {@code -Dkata.golden.write=true} to update it.
 */
public final class FaultTable {
  private static final Path FILE = Path.of("docs/reliability.md");

  private final String test;
  private final List<String> lines = new ArrayList<>();

  /** Starts the table of a test with its column headers. */
  public FaultTable(String test, String... heads) {
    this.test = test;
    row(heads);
    lines.add("|---".repeat(heads.length) + "|");
  }

  /** Adds a row. */
  public void row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  /** Writes the table to the page, or compares it with the page. */
  public void check() throws IOException {
    String text = Files.readString(FILE);
    String begin = "<!-- faults: %s -->\n".formatted(test);
    int from = text.indexOf(begin);
    int to = text.indexOf("<!-- /faults: %s -->".formatted(test));
    assertThat(from).as("%s has the place for %s", FILE, test).isBetween(0, to);
    String table = "\n" + String.join("\n", lines) + "\n\n";
    if (Boolean.getBoolean("kata.golden.write")) {
      Files.writeString(
          FILE, text.substring(0, from + begin.length()) + table + text.substring(to));
    } else {
      assertThat(text.substring(from + begin.length(), to)).isEqualTo(table);
    }
  }
}
