package kata.cli;

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
 * The three streams of a command: answers on out, the story and errors on err.
 *
 * @param interactive whether a person sits at standard input
 * @param terminal whether standard output goes to a terminal
 * @param coloured whether help on out has its titles and terms in bold; err colours by itself
 * @param hiddenLine what a person types in one line, unseen; nothing where it would be seen
 */
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean interactive,
    boolean terminal,
    boolean coloured,
    Supplier<Optional<String>> hiddenLine) {
  /** Reads standard input to its end; bytes that are no UTF-8 do no harm. */
  List<String> lines() {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
  }

  /** Returns this console with colours on those of its streams that are to have them. */
  public Console coloured(boolean errIsTerminal, Map<String, String> variables) {
    PrintStream story = Colour.wanted(errIsTerminal, variables) ? new MarkedLines(err) : err;
    return new Console(
        in, out, story, interactive, terminal, Colour.wanted(terminal, variables), hiddenLine);
  }
}
