package kata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kata.cli.ExitCode;
import kata.error.KataException;
import kata.yaml.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks what comes from the table of keys. Run with {@code -Dkata.golden.write=true} to write the
 * table of the page and the schema again; then read them before you commit them.
 */
final class KataKeysTest {
  private static final Path PAGE = Path.of("docs/reference/kata-compose.md");
  private static final Path SCHEMA = Path.of("docs/kata-compose.schema.json");
  private static final Pattern TABLE =
      Pattern.compile("(?s)<!-- keys: [^\n]*\n(.*?)<!-- /keys -->");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^```yaml\\n((?s:.*?))^```");
  private static final Pattern WHOLE = Pattern.compile("(?m)^(services|caddy):");
  private static final boolean WRITE = Boolean.getBoolean("kata.golden.write");

  @Test
  void the_table_of_the_reference_page_is_this_one() throws IOException {
    String page = Files.readString(PAGE);
    MatchResult table = TABLE.matcher(page).results().findFirst().orElseThrow();
    String rows = KataKeys.ALL.stream().map(KataKeysTest::row).collect(Collectors.joining());
    compare(
        PAGE,
        page.substring(0, table.start(1))
            + "\n| key | where | also as | what it does |\n|---|---|---|---|\n"
            + rows
            + "\n"
            + page.substring(table.end(1)));
  }

  private static String row(Key<?> key) {
    String where = key.where().replace("the service", "a service").replace("the ", "");
    String alias = key.alias().map("`%s:` "::formatted).orElse("");
    return "| `%s:` | %s | %s| %s |\n".formatted(key.name(), where, alias, key.doc());
  }

  @Test
  void the_schema_for_editors_is_this_one() throws IOException {
    compare(SCHEMA, KataSchema.text());
  }

  private static void compare(Path file, String wanted) throws IOException {
    if (WRITE) {
      Files.writeString(file, wanted);
    }
    assertThat(Files.readString(file)).as("%s is stale", file).isEqualTo(wanted);
  }

  @Test
  void a_row_has_all_that_is_needed() throws IOException {
    for (Key<?> key : KataKeys.ALL) {
      assertThat(key.doc()).matches("[A-Z`].*[^.]\\.").doesNotContain(". ");
      assertThat(key.doc().split(" ", -1).length).as(key.doc()).isLessThanOrEqualTo(25);
      assertThat(key.places()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(key.names()).last().asString().startsWith("x-");
      assertThat(KataSchema.json(key.schema()).isObject()).isTrue();
    }
    assertThat(KataKeys.ALL.stream().flatMap(key -> key.names().stream()))
        .hasSizeGreaterThan(5)
        .doesNotHaveDuplicates();
  }

  @Test
  void the_schema_accepts_what_kata_accepts_in_documents_and_examples() throws IOException {
    SchemaCheck schema = schema();
    List<String> samples = new ArrayList<>();
    for (Path document : files(Path.of("docs"), ".md")) {
      SAMPLE
          .matcher(Files.readString(document))
          .results()
          .map(one -> one.group(1))
          .forEach(samples::add);
    }
    for (Path folder : List.of(Path.of("examples"), Path.of("src/test/resources/golden"))) {
      for (Path file : files(folder, Shop.FILE)) {
        samples.add(Files.readString(file));
      }
    }
    samples.removeIf(sample -> !WHOLE.matcher(sample).find());
    assertThat(samples).hasSizeGreaterThan(20);
    for (String sample : samples) {
      assertThat(schema.accepts(YamlReader.read("sample", sample))).as(sample).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-kata-mode: both",
        "x-kata-allow-public-ports: maybe",
        "x-kata-release: ''",
        "x-kata-release: []",
        "x-kata-release: {a: b}",
        "x-kata-relase: run",
        "x-kata-runtime: python",
        "caddy: text",
        "environment: text",
        "environment: [=x]",
        "environment: {A-B: 1}",
        "environment: {A: [1]}",
        "environment: {A: 1}\nx-environment: {A: 1}",
        "services: {web: {x-kata-runtime: ruby}}",
        "services: {web: {runtime: ruby}}",
        "services: {web: {runtime: python, image: x}}",
        "services: {web: {x-kata-runtime: python, build: .}}",
        "services: {web: {x-kata-runtime: python, runtime: python}}",
        "services: {web: {command: run}}",
        "services: {web: {image: x, x-kata-mode: swarm}}",
        "services: {web: {image: x, x-kata-release: []}}",
        "services: {web: }",
        "name: shop",
      })
  void schema_and_reader_refuse_the_same(String text) throws IOException {
    String whole =
        text.matches("(?s)(services|name).*") ? text : text + "\nservices: {web: {build: .}}";
    assertThat(schema().accepts(YamlReader.read("sample", whole))).as("schema").isFalse();
    assertThat(Shop.refusal(() -> Shop.read(whole))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services: {web: {image: x, runtime: nvidia}}",
        "services: {web: {extends: {service: other}}}",
        "x-caddy: {listen: []}",
        "include: [other.yaml]",
        "services: {web: {image: x, x-mine: 1}}\nx-mine: {a: b}\nx-katana: 1",
        "services: {web: {build: ., x-kata-release: [run, it]}}",
        "services: {web: {build: .}}\nx-environment: [A, B=c]\nx-kata-allow-public-ports: true",
      })
  void schema_and_reader_accept_the_same(String text) throws IOException {
    assertThat(schema().accepts(YamlReader.read("sample", text))).isTrue();
    assertThat(Shop.read(text)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "x-kata-relase: 1 -> kata has no key 'x-kata-relase' -> did you mean 'x-kata-release'?",
        "x-kata-mod: 1 -> kata has no key 'x-kata-mod' -> did you mean 'x-kata-mode'?",
        "x-kata-cron: 1 -> kata has no key 'x-kata-cron'"
            + " -> keys beginning with x-kata- are kata's: rename it",
        "x-kata-runtime: python -> 'x-kata-runtime' is not a key of the top level"
            + " -> move it to the service",
      })
  void an_unknown_key_of_kata_is_refused_with_what_was_meant(
      String key, String message, String hint) {
    KataException refused = Shop.refusal(() -> Shop.read("services: {web: {build: .}}\n" + key));
    assertThat(refused).hasMessage("kata-compose.yaml:2:1: " + message);
    assertThat(refused.hint()).isEqualTo(hint);
    assertThat(ExitCode.of(refused)).isEqualTo(ExitCode.REFUSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "x-kata-mode: swarm -> 'x-kata-mode' is not a key of the service -> move it to the top level",
        "x-kata-runtim: python -> kata has no key 'x-kata-runtim' -> did you mean 'x-kata-runtime'?",
      })
  void so_is_one_in_a_service(String key, String message, String hint) {
    KataException refused =
        Shop.refusal(() -> Shop.read("services: {web: {build: ., %s}}".formatted(key)));
    assertThat(refused).hasMessage("kata-compose.yaml:1:28: " + message);
    assertThat(refused.hint()).isEqualTo(hint);
  }

  private static SchemaCheck schema() throws IOException {
    return new SchemaCheck(KataSchema.json(Files.readString(SCHEMA)));
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
