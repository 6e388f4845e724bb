package kata.fuzz;

import java.util.List;
import java.util.stream.Collectors;
import kata.error.KataException;
import kata.home.AppName;
import kata.ssh.OriginalCommand;

/** Any line over SSH: refused, or split into words that survive being quoted and split again. */
public final class OriginalCommandFuzzer {
  private OriginalCommandFuzzer() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bounds.within(input, OriginalCommandFuzzer::read);
  }

  private static void read(String text) {
    List<String> words;
    try {
      words = OriginalCommand.split(text);
    } catch (KataException e) {
      return;
    }
    String quoted =
        words.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    // Quotes make a line longer, and a line has a greatest length.
    if (quoted.length() < 8192 && !OriginalCommand.split(quoted).equals(words)) {
      throw new AssertionError("split otherwise when quoted: " + words);
    }
    words.forEach(OriginalCommandFuzzer::name);
  }

  private static void name(String word) {
    try {
      String name = AppName.parse(word).value();
      if (!name.matches("[A-Za-z0-9_-]+")) {
        throw new AssertionError("took as a name: " + word);
      }
    } catch (KataException e) {
      // No name of an app.
    }
  }
}
