package kata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kata.cli.ExitCode;
import kata.cli.console.Console;
import kata.compose.KataFileReader;
import kata.home.KataHome;
import kata.testing.Prose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what the documents say about files, commands and each other. */
final class DocsTest {
  private static final Path README = Path.of("README.md");
  private static final Path COMPATIBILITY = Path.of("docs/compatibility.md");
  private static final Path RELIABILITY = Path.of("docs/reliability.md");

  /** The promises of docs/reliability.md that no test shows yet. */
  private static final Set<Integer> OPEN = Set.of();

  /** Marks a row that a later version implements, so that no test can show it. */
  private static final String NOT_YET = "Not yet: ";

  private static final Pattern YAML = Pattern.compile("(?m)^```yaml\\n((?s:.*?))^```");
  private static final Pattern WHOLE = Pattern.compile("(?m)^(services|caddy):");
  private static final Path STEP_LIST = Path.of("src/main/java/kata/deploy/StepLists.java");
  private static final Pattern DEPLOY =
      Pattern.compile("deploy\\(\\) \\{\\s*return List\\.of\\(([^)]*)\\)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z:-]+)[^`]*` \\|");
  private static final Pattern LISTED = Pattern.compile("(?m)^  ([a-z:-]+) {2,}\\S");
  private static final Pattern FAULT = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\|([^|]*)\\|$");
  private static final Pattern PROMISE = Pattern.compile("(?m)^\\| R-(\\d+) \\|.*\\|([^|]*)\\|$");
  private static final Pattern CODE = Pattern.compile("(?m)^\\| (\\d+) \\|");
  private static final Pattern ERROR_HEADING = Pattern.compile("(?m)^### .*?`([^`]+)`$");
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+(?:Test|IT)\\.\\w+)`");

  /** The commands of kata.py, hidden ones too. */
  private static final List<String> ORIGINAL =
      List.of(
          "ls",
          "restart",
          "stop",
          "rm",
          "mode",
          "config:stack",
          "config:docker",
          "config:caddy",
          "secrets:set",
          "secrets:ls",
          "secrets:rm",
          "docker",
          "docker:services",
          "ps",
          "run",
          "scp",
          "setup",
          "setup:ssh",
          "update",
          "help",
          "git-hook",
          "git-receive-pack",
          "git-upload-pack");

  /** Headings of the manual that are messages of git and SSH. */
  private static final Set<String> OF_OTHERS =
      Set.of("! [remote rejected]", "Everything up-to-date", "Permission denied (publickey)");

  @TempDir Path home;

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(README));
    for (Path folder : List.of(Path.of("docs"), Path.of(".github"))) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
      }
    }
    return documents;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void a_sample_of_the_file_is_accepted(Path document) throws IOException {
    for (String sample : all(YAML, Files.readString(document))) {
      if (WHOLE.matcher(sample).find()) {
        assertThatCode(() -> KataFileReader.read("sample", sample))
            .as(sample)
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void samples_are_found() throws IOException {
    int count = 0;
    for (Path document : documents()) {
      count += all(YAML, Files.readString(document)).size();
    }
    assertThat(count).isGreaterThan(8);
  }

  @Test
  void the_sample_in_readme_is_that_of_the_example() throws IOException {
    assertThat(all(YAML, Files.readString(README)))
        .contains(Files.readString(Path.of("examples/minimal-python/kata-compose.yaml")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md#Commands", "docs/reference/cli.md#Commands"})
  void the_table_of_commands_is_what_help_lists(String place) throws IOException {
    assertThat(commandTable(place)).containsExactlyInAnyOrderElementsOf(listedByHelp());
  }

  @Test
  void every_hidden_command_of_the_reference_is_there() throws IOException {
    List<String> hidden = commandTable("docs/reference/cli.md#Used by git");

    assertThat(hidden).isNotEmpty().doesNotContainAnyElementsOf(listedByHelp());
    assertThat(hidden)
        .allSatisfy(name -> assertThat(kata(name, "--help")).contains("kata " + name));
  }

  @Test
  void readme_lists_the_steps_of_a_deploy_in_their_order() throws IOException {
    String text = Files.readString(README);
    String list =
        text.substring(text.indexOf("## What a deploy does"), text.indexOf("## Commands"));
    List<String> named = all(Pattern.compile("(?m)^\\d+\\. \\*\\*([a-z ]+)\\*\\*"), list);
    String fields = all(DEPLOY, Files.readString(STEP_LIST)).get(0);
    List<String> steps = List.of(fields.strip().split(",\\s*", -1));
    assertThat(steps).hasSizeGreaterThan(10);
    assertThat(named).containsSubsequence(names(steps));
    assertThat(named).hasSize(steps.size() + List.of("receive", "choose", "lock").size());
  }

  /** Returns the names that steps have, in the order of their fields. */
  private static List<String> names(List<String> fields) throws IOException {
    List<String> names = new ArrayList<>();
    String list = Files.readString(STEP_LIST);
    for (String field : fields) {
      String type = all(Pattern.compile("(?m)^    (\\w+) " + field + "\\b"), list).get(0);
      Path source = STEP_LIST.resolveSibling("step").resolve(type + ".java");
      names.add(all(Pattern.compile("return \"([a-z ]+)\";"), Files.readString(source)).get(0));
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void every_link_points_to_something(Path document) throws IOException { // fault 80
    for (String link : all(LINK, Files.readString(document))) {
      if (!link.contains("://")) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        assertThat(target).as("%s in %s", link, document).exists();
        if (parts.length == 2) {
          assertThat(anchors(target)).as("%s in %s", link, document).contains(parts[1]);
        }
      }
    }
  }

  @Test
  void a_heading_that_quotes_a_message_is_what_kata_prints() throws IOException {
    List<String> quoted =
        new ArrayList<>(all(ERROR_HEADING, Files.readString(Path.of("docs/manual.md"))));
    assertThat(quoted).containsAll(OF_OTHERS).hasSizeGreaterThan(OF_OTHERS.size());
    quoted.removeAll(OF_OTHERS);
    StringBuilder messages = new StringBuilder();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        messages.append(Prose.ofJava(Files.readString(source), false).replaceAll("\\s+", " "));
      }
    }
    assertThat(quoted).allSatisfy(message -> assertThat(messages).contains(message));
  }

  @Test
  void install_and_layout_name_what_there_is() throws IOException { // fault 80
    assertThat(Files.readString(Path.of("docs/install.md")))
        .contains("Java 17 or newer", "docker.io docker-compose caddy git openssh-server");
    String layout = Files.readString(Path.of("docs/reference/layout.md"));
    for (Path folder : new KataHome(home).folders()) {
      assertThat(layout).contains("| `" + folder.getFileName() + "/<app>");
    }
    for (String name : List.of(KataHome.SOURCE_FILE, KataHome.GENERATED_FILE, KataHome.MODE_FILE)) {
      assertThat(layout).contains("| `app/<app>/" + name + "`");
    }
  }

  @Test
  void every_command_of_the_original_has_a_row() throws IOException {
    assertThat(commandTable("docs/compatibility.md#Commands"))
        .containsExactlyInAnyOrderElementsOf(ORIGINAL);
    assertThat(ORIGINAL)
        .allSatisfy(name -> assertThat(kata("help", name)).contains("kata " + name));
  }

  @Test
  void every_row_of_the_original_names_tests_that_there_are() throws IOException {
    String text = Files.readString(COMPATIBILITY);
    for (String row : text.lines().filter(line -> line.startsWith("| ")).toList()) {
      List<String> tests = all(TEST_NAME, row);
      boolean heading = row.endsWith("| test |");
      assertThat(!tests.isEmpty() || heading || row.contains(NOT_YET)).as(row).isTrue();
      for (String test : tests) {
        assertThat(source(test)).as(test).isNotEmpty();
      }
    }
  }

  @Test
  void every_fault_of_the_original_has_a_test_that_names_it() throws IOException {
    List<MatchResult> rows = FAULT.matcher(Files.readString(COMPATIBILITY)).results().toList();
    assertThat(rows)
        .extracting(row -> Integer.valueOf(row.group(1)))
        .isEqualTo(IntStream.rangeClosed(1, 80).boxed().toList());
    for (MatchResult row : rows) {
      for (String test : all(TEST_NAME, row.group(2))) {
        assertThat(source(test)).as(test).containsPattern("// .*fault " + row.group(1) + "\\b");
      }
    }
  }

  @Test
  void every_promise_has_a_test_that_names_it() throws IOException {
    List<MatchResult> rows = PROMISE.matcher(Files.readString(RELIABILITY)).results().toList();
    assertThat(rows)
        .extracting(row -> Integer.valueOf(row.group(1)))
        .isEqualTo(IntStream.rangeClosed(1, 52).boxed().toList());
    for (MatchResult row : rows) {
      List<String> tests = all(TEST_NAME, row.group(2));
      boolean open = OPEN.contains(Integer.valueOf(row.group(1)));
      assertThat(row.group(2).contains("Not yet")).as(row.group()).isEqualTo(open);
      assertThat(tests.isEmpty()).as(row.group()).isEqualTo(open);
      for (String test : tests) {
        assertThat(source(test)).as(test).containsPattern("// .*R-" + row.group(1) + "\\b");
      }
    }
  }

  @Test
  void every_exit_code_is_documented() throws IOException { // R-50
    assertThat(all(CODE, Files.readString(Path.of("docs/reference/exit-codes.md"))))
        .containsExactlyElementsOf(
            Stream.of(ExitCode.values()).map(code -> String.valueOf(code.status())).toList())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "70", "130");
  }

  /** Returns the text of {@code Class.method}, from its name to its end. */
  private static String source(String test) throws IOException {
    String[] names = test.split("\\.", 2);
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Path file = files.filter(one -> one.endsWith(names[0] + ".java")).findFirst().orElseThrow();
      String text = Files.readString(file);
      int begin = text.indexOf(" void " + names[1] + "(");
      assertThat(begin).as(test).isNotNegative();
      return text.substring(begin, text.indexOf("\n  }\n", begin));
    }
  }

  /** Returns the commands in the rows of a table, up to the next heading of any level. */
  private static List<String> commandTable(String place) throws IOException {
    String[] parts = place.split("#", 2);
    String text = Files.readString(Path.of(parts[0]));
    int begin = text.indexOf("# " + parts[1] + "\n");
    assertThat(begin).as(place).isNotNegative();
    int end = text.indexOf("\n#", begin);
    return all(ROW, text.substring(begin, end));
  }

  private List<String> listedByHelp() {
    return all(LISTED, kata("help"));
  }

  private String kata(String... words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      Console console =
          new Console(
              new ByteArrayInputStream(new byte[0]),
              out,
              out,
              false,
              false,
              false,
              Optional::empty);
      int status = Kata.run(List.of(words), Map.of("HOME", home.toString()), console);
      assertThat(status).as("%s", List.of(words)).isZero();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new TreeSet<>();
    for (String heading : all(Pattern.compile("(?m)^#+ (.*)$"), Files.readString(document))) {
      anchors.add(
          heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'));
    }
    return anchors;
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
