package kata.cli.console;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stream to a terminal that colours the marker at the start of a line. */
final class MarkedLines extends PrintStream {
  private static final Map<String, Colour> MARKERS =
      Map.of(
          "----->", Colour.BOLD,
          "error:", Colour.RED,
          "hint:", Colour.YELLOW,
          "warning:", Colour.YELLOW,
          "success:", Colour.GREEN);

  MarkedLines(PrintStream terminal) {
    super(terminal, false, StandardCharsets.UTF_8);
  }

  @Override
  public void println(@Nullable String line) {
    super.println(line == null ? null : coloured(line));
  }

  private static String coloured(String line) {
    int end = line.indexOf(' ');
    Colour colour = end < 0 ? null : MARKERS.get(line.substring(0, end));
    return colour == null ? line : colour.paint(line.substring(0, end)) + line.substring(end);
  }
}
