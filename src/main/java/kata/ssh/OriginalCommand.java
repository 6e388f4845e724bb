package kata.ssh;

import java.nio.charset.StandardCharsets;
import java.util.List;
import kata.error.KataException;
import kata.text.ShellWords;
import kata.text.ShellWords.OpenQuoteException;

/** The line that an SSH client sent, split by the quoting rules of a shell, without a shell. */
public final class OriginalCommand {
  private static final int LONGEST_LINE = 64 * 1024;
  private static final String HINT =
      "your own shell removes one pair of quotes: ssh HOST \"secrets:set 'NAME=two words'\"";

  private OriginalCommand() {}

  /** Returns the words; rejects an open quote, a line break, a NUL, and more than 64 KiB. */
  public static List<String> split(String line) {
    if (line.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
      throw KataException.refused(
          "the command is longer than %d bytes".formatted(LONGEST_LINE),
          "send long input through standard input");
    }
    if (line.chars().anyMatch(c -> c == '\0' || c == '\n')) {
      throw KataException.refused(
          "the command contains a line break or a NUL", "send one command on one line");
    }
    try {
      return ShellWords.split(line);
    } catch (OpenQuoteException e) {
      throw KataException.refused("the quoting of the command is broken: it has " + e.what(), HINT);
    }
  }
}
