package kata.compose;

import java.util.List;
import java.util.Set;
import kata.env.Env;
import kata.text.ShellWords;
import kata.text.ShellWords.OpenQuoteException;
import kata.yaml.Mark;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;

/**
 * A command that runs once per deploy, before the new containers start.
 *
 * @param service the service that it belongs to: it runs with its image, variables and volumes
 * @param written a string or a list of strings, variables not expanded
 * @param mark the place of its key
 */
public record ReleaseCommand(String service, Yaml written, Mark mark) {
  /** A shell acts on these words. Without a shell they would become arguments. */
  private static final Set<String> OPERATORS = Set.of("&&", "||", "|", ";", "&", ">", ">>", "<");

  /**
   * Returns the words of the command: at least one. A variable that is not set becomes empty, as in
   * {@code command:}; generating the file warns about it.
   */
  public List<String> words(Env env) {
    return words(new Expander(env, unset -> {}));
  }

  List<String> words(Expander expander) {
    return split(expander.expandText(written));
  }

  /** Returns a value that can be a command. What depends on variables is checked later. */
  static Yaml checked(Yaml written) {
    List<Yaml> parts = written instanceof Sequence list ? list.items() : List.of(written);
    for (Yaml part : parts) {
      if (!(part instanceof Scalar) || (part.isNull() && written instanceof Sequence)) {
        throw part.mark()
            .refuse("x-kata-release must be a command, or a list of its words", "quote each word");
      }
    }
    if (parts.stream().noneMatch(part -> text(part).indexOf('$') >= 0)) {
      split(written);
    }
    return written;
  }

  /** Compose splits {@code command:} like this, too. */
  private static List<String> split(Yaml command) {
    List<String> words =
        command instanceof Sequence list
            ? list.items().stream().map(ReleaseCommand::text).toList()
            : split((Scalar) command);
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw command.mark().refuse("x-kata-release is empty", "write a command, or remove the key");
    }
    if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw command.mark().refuse("x-kata-release contains a NUL", "remove it");
    }
    return words;
  }

  private static List<String> split(Scalar line) {
    List<String> words;
    try {
      words = ShellWords.split(text(line));
    } catch (OpenQuoteException e) {
      throw line.mark().refuse("x-kata-release has " + e.what(), "complete the quoting");
    }
    for (String word : words) {
      if (OPERATORS.contains(word) || word.endsWith(";")) {
        throw line.mark()
            .refuse(
                "x-kata-release has '%s', but it runs without a shell".formatted(word),
                "write a list that names the shell: [sh, -c, \"one && two\"]");
      }
    }
    return words;
  }

  private static String text(Yaml yaml) {
    return yaml instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : "";
  }
}
