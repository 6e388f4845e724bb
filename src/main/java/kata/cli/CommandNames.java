package kata.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kata.error.DidYouMean;
import kata.error.ExitCode;
import kata.error.KataException;
import picocli.CommandLine.Model.CommandSpec;

/** The names of the commands, and which of them a person may have meant. */
final class CommandNames {
  private static final int MOST_SUGGESTED = 3;

  private final Set<String> all;
  private final List<String> listed;

  CommandNames(CommandSpec root) {
    all = root.subcommands().keySet();
    listed = Verb.listed(root).stream().map(Verb::name).toList();
  }

  /** Tells whether a command line begins with a word that is no command and no option. */
  boolean isUnknown(List<String> words) {
    return !words.isEmpty() && !words.get(0).startsWith("-") && !all.contains(words.get(0));
  }

  /** Returns the failure of a command line whose first word is no command. */
  KataException unknown(List<String> words) {
    return new KataException(
        ExitCode.USAGE,
        "there is no command '%s'".formatted(words.get(0)),
        suggestion(words).orElse("`kata help` lists the commands"));
  }

  /** Returns a question that names what was meant, when that can be guessed well. */
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
    if (all.contains(first)) {
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

  /** Returns what begins like the word: {@code config} and {@code config:x} are of one family. */
  private List<String> ofFamily(String word) {
    String family = word.substring(0, word.indexOf(':') + 1);
    String beginning = family.isEmpty() ? word : family;
    return listed.stream()
        .filter(name -> beginning.length() > 1 && name.startsWith(beginning))
        .limit(MOST_SUGGESTED)
        .toList();
  }
}
