package kata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a test did to kata and how that ended, as a table in docs/reliability.md. Run the whole test
 * with {@code -Pexhaustive -Dkata.golden.write=true} to write it anew.
 */
public final class FaultTable {
  /** Stands for a cell that this run did not try: whatever the document says of it stays. */
  public static final String UNTRIED = "(not tried in this run)";

  private static final Path FILE = Path.of("docs/reliability.md");

  private final String test;
  private final List<List<String>> lines = new ArrayList<>();

  /** Starts the table of a test with its column headers. */
  public FaultTable(String test, String... heads) {
    this.test = test;
    row(heads);
  }

  /** Adds a row. */
  public void row(String... cells) {
    lines.add(List.of(cells));
  }

  /** Writes the table to the page, or compares it with the page. */
  public void check() throws IOException {
    String text = Files.readString(FILE);
    String begin = "<!-- faults: %s -->\n".formatted(test);
    int from = text.indexOf(begin);
    int to = text.indexOf("<!-- /faults: %s -->".formatted(test));
    assertThat(from).as("%s has the place for %s", FILE, test).isBetween(0, to);
    if (Boolean.getBoolean("kata.golden.write")) {
      assertThat(lines).as("only a whole table is written").noneMatch(row -> row.contains(UNTRIED));
      Files.writeString(
          FILE, text.substring(0, from + begin.length()) + table() + text.substring(to));
      return;
    }
    compare(text.substring(from + begin.length(), to).strip().lines().toList());
  }

  private void compare(List<String> written) {
    List<String> expected = table().strip().lines().toList();
    assertThat(written).as("the rows of %s in %s", test, FILE).hasSameSizeAs(expected);
    for (int row = 0; row < expected.size(); row++) {
      List<String> there = List.of(written.get(row).split(" \\| ", -1));
      List<String> seen = List.of(expected.get(row).split(" \\| ", -1));
      assertThat(there).as(written.get(row)).hasSameSizeAs(seen);
      for (int cell = 0; cell < seen.size(); cell++) {
        if (!seen.get(cell).contains(UNTRIED)) {
          assertThat(there.get(cell)).as(written.get(row)).isEqualTo(seen.get(cell));
        }
      }
    }
  }

  private String table() {
    StringBuilder table = new StringBuilder("\n");
    for (List<String> row : lines) {
      table.append("| ").append(String.join(" | ", row)).append(" |\n");
      if (row == lines.get(0)) {
        table.append("|---".repeat(row.size())).append("|\n");
      }
    }
    return table.append('\n').toString();
  }
}
