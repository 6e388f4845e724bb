package kata.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kata.cli.command.UsageRefused;
import kata.error.KataException;
import kata.text.DidYouMean;

/** The names of the commands, and the likely meaning of a mistyped one. */
final class CommandNames {
  private static final int MAX_SUGGESTIONS = 3;

  private final List<String> listed;
  private final List<String> hidden;

  /**
   * Holds these names.
   *
   * @param listed the commands that help lists, in its order
   * @param hidden the commands that git and SSH call
   */
  CommandNames(List<String> listed, List<String> hidden) {
    this.listed = List.copyOf(listed);
    this.hidden = List.copyOf(hidden);
  }

  /** Returns whether there is a command of this name. */
  private boolean has(String name) {
    return listed.contains(name) || hidden.contains(name);
  }

  /** Returns whether a line begins with a word that is neither a command nor an option. */
  boolean isUnknown(List<String> words) {
    return !words.isEmpty() && !words.get(0).startsWith("-") && !has(words.get(0));
  }

  /** Returns the failure for a line whose first word is not a command. */
  KataException unknown(List<String> words) {
    return new UsageRefused(
        "there is no command '%s'".formatted(words.get(0)),
        suggestion(words).orElse("`kata help` lists the commands"));
  }

  /** Returns a question that names the likely command, if one is near enough. */
  Optional<String> suggestion(List<String> words) {
    List<String> meant = meant(words);
    return meant.isEmpty()
        ? Optional.empty()
        : Optional.of(
            meant.stream()
                .map("`kata %s`"::formatted)
                .collect(Collectors.joining(" or ", "did you mean ", "?")));
  }

  private List<String> meant(List<String> words) {
    String first = words.isEmpty() ? "" : words.get(0);
    String withColon = words.size() > 1 ? first + ":" + words.get(1) : "";
    if (has(first)) {
      return listed.contains(withColon) ? List.of(withColon) : List.of();
    }
    return Stream.of(near(withColon), near(first), ofFamily(first))
        .filter(names -> !names.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private List<String> near(String word) {
    return DidYouMean.among(listed, word);
  }

  /** Returns the names that begin like the word, as {@code config:} does for {@code config:x}. */
  private List<String> ofFamily(String word) {
    String family = word.substring(0, word.indexOf(':') + 1);
    String beginning = family.isEmpty() ? word : family;
    return listed.stream()
        .filter(name -> beginning.length() > 1 && name.startsWith(beginning))
        .limit(MAX_SUGGESTIONS)
        .toList();
  }
}
