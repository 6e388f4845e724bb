package kata.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * The three streams of a command: answers on out, the story and errors on err.
 *
 * @param interactive whether a person sits at standard input
 * @param coloured whether help on out has its titles and terms in bold; err colours by itself
 */
public record Console(
    InputStream in, PrintStream out, PrintStream err, boolean interactive, boolean coloured) {
  /** Makes a console without colours. */
  public Console(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
    this(in, out, err, interactive, false);
  }

  /** Returns this console with colours on those of its streams that are to have them. */
  public Console coloured(
      boolean outIsTerminal, boolean errIsTerminal, Map<String, String> variables) {
    PrintStream story = Colour.wanted(errIsTerminal, variables) ? new MarkedLines(err) : err;
    return new Console(in, out, story, interactive, Colour.wanted(outIsTerminal, variables));
  }
}
