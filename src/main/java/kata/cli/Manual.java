package kata.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import kata.cli.command.CommandModel;
import kata.cli.command.CommandModel.Entry;
import kata.cli.command.Group;
import kata.cli.console.Colour;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes the list of commands and the page of each command from their models. picocli's own help
 * would interpret {@code %}, {@code $} and {@code @|} in a text.
 */
final class Manual {
  private static final String FOOTER =
      """

      %s
        kata setup:ssh ann.pub           on the server: let a key push
        git push kata@SERVER:APP main    in a repository: deploy it as APP

      `kata help COMMAND` explains a command; `kata --version` prints the version.
      Documentation: docs/manual.md and docs/reference in kata's source repository.
      Exit codes: 0 done, 1 failed, 2 usage, 3 refused, 4 busy, 5 Docker, 6 Caddy,
      7 git, 8 and 9 deploy failed, 70 a fault in kata, 130 interrupted.
      """;

  private final UnaryOperator<String> bold;

  Manual(boolean coloured) {
    bold = coloured ? Colour.BOLD::paint : text -> text;
  }

  /** Returns the list of these commands, without the hidden ones. */
  String overview(List<CommandModel> models) {
    List<CommandModel> listed =
        models.stream().filter(model -> model.group() != Group.HIDDEN).toList();
    int width = listed.stream().mapToInt(model -> model.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder("kata: git push an app; Docker and Caddy run it\n\n");
    text.append(bold.apply("Usage:")).append(" kata COMMAND [ARGUMENT...]\n");
    for (Group group : Group.values()) {
      Stream<CommandModel> members = listed.stream().filter(model -> model.group() == group);
      List<Entry> entries =
          members.map(model -> new Entry(model.name(), model.description())).toList();
      text.append(section(group.title(), entries, entry -> row(entry, width)));
    }
    return text.append(FOOTER.formatted(bold.apply("Start:"))).toString();
  }

  /** Returns what {@code --help} of a command prints. */
  String page(CommandModel model, CommandSpec spec) {
    List<Entry> arguments = spec.positionalParameters().stream().map(Manual::argument).toList();
    List<Entry> options = spec.options().stream().map(Manual::option).toList();
    int width = Math.max(width(arguments), width(options));
    return sentence(model.description())
        + "\n\n%s %s\n".formatted(bold.apply("Usage:"), synopsis(model, spec))
        + section("Arguments:", arguments, entry -> row(entry, width))
        + section("Options:", options, entry -> row(entry, width))
        + section("Examples:", model.examples(), this::example)
        + section("Exit codes:", model.exitCodes(), entry -> row(entry, width(model.exitCodes())));
  }

  private String section(String title, List<Entry> entries, Function<Entry, String> line) {
    return entries.isEmpty()
        ? ""
        : entries.stream().map(line).collect(joining("", "\n" + bold.apply(title) + "\n", ""));
  }

  private String row(Entry entry, int width) {
    String gap = " ".repeat(width - entry.term().length() + 2);
    return "  " + bold.apply(entry.term()) + gap + entry.meaning() + "\n";
  }

  private String example(Entry entry) {
    return "  " + bold.apply(entry.term()) + "\n      " + entry.meaning() + "\n";
  }

  private static int width(List<Entry> entries) {
    return entries.stream().mapToInt(entry -> entry.term().length()).max().orElse(0);
  }

  private static String synopsis(CommandModel model, CommandSpec spec) {
    List<String> words = new ArrayList<>(List.of(spec.qualifiedName()));
    if (model.isRaw()) {
      words.add("[ARGUMENT...]");
    }
    for (OptionSpec option : spec.options()) {
      if (!option.usageHelp()) {
        words.add("[" + option.shortestName() + value(option) + "]");
      }
    }
    spec.positionalParameters().forEach(word -> words.add(label(word)));
    return String.join(" ", words);
  }

  private static String label(PositionalParamSpec word) {
    String label = word.paramLabel() + (word.arity().max() > 1 ? "..." : "");
    return word.arity().min() == 0 ? "[" + label + "]" : label;
  }

  private static String value(OptionSpec option) {
    return option.arity().max() == 0 ? "" : " " + option.paramLabel();
  }

  private static Entry argument(PositionalParamSpec word) {
    return new Entry(word.paramLabel(), String.join(" ", word.description()));
  }

  private static Entry option(OptionSpec option) {
    String names = String.join(", ", option.names());
    return new Entry(names + value(option), String.join(" ", option.description()));
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}
