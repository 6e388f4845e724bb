package kata.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import kata.CliRunner;
import kata.CliRunner.Ran;
import kata.cli.command.Command;
import kata.cli.command.CommandModel;
import kata.cli.command.CommandModel.Entry;
import kata.cli.command.Flag;
import kata.cli.command.Group;
import kata.cli.command.Word;
import kata.ssh.OriginalCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What help prints is on record in {@code golden/help}: {@code kata.txt} is the list of commands,
 * the others are their pages. Run with {@code -Dkata.golden.write=true} to write it again; then
 * read it before you commit it.
 */
final class HelpTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/help");
  private static final boolean WRITE = Boolean.getBoolean("kata.golden.write");

  @TempDir Path temp;
  private CliRunner kata;

  @BeforeEach
  void make() throws IOException {
    kata = new CliRunner(temp);
  }

  @Test
  void help_is_what_is_on_record() throws IOException {
    compare("kata", kata.run("help").out());
    for (String name : names().toList()) {
      compare(name, kata.run("help", name).out());
    }
  }

  @Test
  void every_page_on_record_is_that_of_a_command() throws IOException {
    TreeSet<String> names = new TreeSet<>(List.of("kata.txt"));
    names().forEach(name -> names.add(page(name)));
    try (Stream<Path> files = Files.list(GOLDEN)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void there_is_one_text_by_whatever_way_it_is_asked_for() {
    String overview = kata.run("help").out();
    assertThat(List.of(kata.run(), kata.run("-h"), kata.run("--help")))
        .containsOnly(new Ran(0, overview, ""));
    names()
        .filter(name -> !command(name).model().isRaw())
        .forEach(
            name -> {
              Ran asked = kata.run("help", name);
              assertThat(kata.run(name, "--help")).isEqualTo(asked);
              assertThat(kata.run(name, "-h")).isEqualTo(asked);
              assertThat(asked.code()).isZero();
            });
  }

  @Test
  void no_line_is_wider_than_a_terminal() {
    Stream<String> pages = names().map(this::helpOf);
    assertThat(Stream.concat(Stream.of(kata.run("help").out()), pages).flatMap(String::lines))
        .allMatch(line -> line.length() <= 80)
        .noneMatch(line -> line.endsWith(" "));
  }

  @Test
  void commands_are_in_the_order_of_their_groups() {
    assertThat(models()).extracting(CommandModel::group).isSorted().contains(Group.HIDDEN);
    assertThat(listed()).extracting(CommandModel::group).isSorted().doesNotContain(Group.HIDDEN);
  }

  @Test
  void every_name_is_that_of_its_command_and_hidden_commands_are_known_as_such() {
    assertThat(names()).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    assertThat(names())
        .allSatisfy(name -> assertThat(command(name).model().name()).isEqualTo(name));
    assertThat(names().filter(name -> name.matches("git-.*|ssh-shell|warm-up")))
        .hasSize(6)
        .allSatisfy(name -> assertThat(command(name).model().group()).isEqualTo(Group.HIDDEN));
  }

  @Test
  void every_command_has_a_description_and_examples() {
    for (CommandModel model : listed()) {
      assertThat(model.description()).as(model.name()).matches("[a-z].*[^.]");
      assertThat(model.examples()).as(model.name()).hasSizeBetween(1, 3);
      assertThat(model.examples())
          .allSatisfy(each -> assertThat(each.term()).contains("kata " + model.name()));
    }
  }

  @Test
  void every_example_is_a_command_line_kata_takes() {
    for (CommandModel model : listed()) {
      for (Entry example : model.examples()) {
        List<String> words = words(example.term());
        CommandLine line = kata.tree().line(command(words.get(0)));
        String[] rest = words.subList(1, words.size()).toArray(String[]::new);
        assertThatCode(() -> line.parseArgs(rest)).as(example.term()).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void help_for_an_unknown_command_suggests_one() {
    assertThat(kata.run("help", "restat"))
        .isEqualTo(
            new Ran(
                2,
                "",
                "error: there is no command 'restat'\nhint: did you mean `kata restart`?\n"));
    assertThat(kata.run("help", "nothing").err())
        .endsWith("hint: `kata help` lists the commands\n");
    assertThat(kata.run("help", "ls", "rm").code()).isEqualTo(2);
  }

  @Test
  void text_is_printed_as_it_is_written() {
    String text = "100% of %s, %n, ${sys:user.home}, ${COMMAND-NAME}, $HOME, @|bold x|@, \\t";
    CommandModel model =
        CommandModel.of("odd", Group.LOOK, text)
            .example("kata odd " + text, text)
            .arguments(Word.at(0, "A${x}", text), new Flag(text, "--odd"));

    assertThat(new Manual(false).page(model, model.spec(() -> 0)))
        .isEqualTo(
            """
            TEXT.

            Usage: kata odd [--odd] A${x}

            Arguments:
              A${x}       TEXT

            Options:
              --odd       TEXT
              -h, --help  show this help

            Examples:
              kata odd TEXT
                  TEXT
            """
                .replace("TEXT", text));
  }

  @Test
  void a_command_that_hands_everything_on_has_a_page() {
    PositionalParamSpec words =
        PositionalParamSpec.builder()
            .paramLabel("ARG")
            .arity("0..*")
            .type(List.class)
            .description("what it gets")
            .build();
    CommandModel model =
        CommandModel.of("other", Group.SERVER, "run another program")
            .exitCode("any", "that of the program")
            .arguments(() -> words);

    assertThat(new Manual(false).page(model, model.spec(() -> 0)))
        .isEqualTo(
            """
            Run another program.

            Usage: kata other [ARG...]

            Arguments:
              ARG         what it gets

            Options:
              -h, --help  show this help

            Exit codes:
              any  that of the program
            """);
  }

  private List<CommandModel> models() {
    return new Catalog(kata.commands()).models();
  }

  private Stream<String> names() {
    return models().stream().map(CommandModel::name);
  }

  private List<CommandModel> listed() {
    return models().stream().filter(model -> model.group() != Group.HIDDEN).toList();
  }

  private Command command(String name) {
    return new Catalog(kata.commands()).find(name).orElseThrow();
  }

  private String helpOf(String name) {
    return kata.run("help", name).out();
  }

  /** Returns the arguments of the kata in a line that may have a pipe or a redirection too. */
  private static List<String> words(String line) {
    String command = line.replaceFirst("^.*?\\bkata ", "").replaceFirst(" [|<>] .*$", "");
    return OriginalCommand.split(command);
  }

  private static String page(String name) {
    return name.replace(':', '-') + ".txt";
  }

  private static void compare(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(page(name));
    if (WRITE) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
