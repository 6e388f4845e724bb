package kata.cli.console;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The three streams of a command: results on out, progress and errors on err.
 *
 * @param interactive whether standard input is a terminal
 * @param terminal whether standard output goes to a terminal
 * @param coloured whether help on out has bold titles and terms; err adds its colours itself
 * @param hiddenLine reads one line without showing it; empty where the terminal would show it
 */
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean interactive,
    boolean terminal,
    boolean coloured,
    Supplier<Optional<String>> hiddenLine) {
  /** Reads standard input to its end; invalid UTF-8 is replaced. */
  public List<String> lines() {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
  }

  /** Returns this console with colours on the streams that get them. */
  public Console coloured(boolean errIsTerminal, Map<String, String> variables) {
    PrintStream markedErr = Colour.wanted(errIsTerminal, variables) ? new MarkedLines(err) : err;
    return new Console(
        in, out, markedErr, interactive, terminal, Colour.wanted(terminal, variables), hiddenLine);
  }
}
