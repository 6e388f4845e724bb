package kata;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kata.cli.command.Command;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of docs/architecture.md: which package may know what. */
final class ArchitectureTest {
  /** A package may use those in rows below its own, never one above or beside it. */
  private static final List<Set<String>> ROWS =
      List.of(
          Set.of("kata"),
          Set.of(
              "kata.cli.app",
              "kata.cli.inspect",
              "kata.cli.server",
              "kata.cli.git",
              "kata.cli.secret"),
          Set.of("kata.cli"),
          Set.of("kata.cli.command"),
          Set.of("kata.cli.console"),
          Set.of("kata.deploy"),
          Set.of("kata.deploy.step"),
          Set.of("kata.deploy.runner"),
          Set.of("kata.route"),
          Set.of("kata.app", "kata.release"),
          Set.of("kata.runtime", "kata.docker.inventory"),
          Set.of("kata.docker.compose", "kata.docker.swarm"),
          Set.of(
              "kata.compose",
              "kata.docker.engine",
              "kata.caddy.admin",
              "kata.git",
              "kata.ssh",
              "kata.update"),
          Set.of("kata.yaml", "kata.docker", "kata.caddy.model", "kata.git.hook"),
          Set.of("kata.env", "kata.home"),
          Set.of("kata.process", "kata.http", "kata.net", "kata.json"),
          Set.of("kata.error", "kata.text"));

  /** Cycles of classes that exist; new ones fail the test. */
  private static final Set<String> KNOWN_CYCLES = Set.of("kata.home: AppHome KataHome");

  private static final Path SOURCES = Path.of("src/main");
  private static JavaClasses all;

  @BeforeAll
  static void load() throws URISyntaxException {
    // Only what goes into the jar: the tests are in another folder.
    Path main = Path.of(Kata.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    all = new ClassFileImporter().importPath(main);
  }

  @Test
  void the_rules_see_the_whole_program() {
    assertThat(all.size()).isGreaterThanOrEqualTo(80);
    assertThat(all).extracting(JavaClass::getPackageName).allMatch(name -> row(name) >= 0);
    assertThat(all).extracting(JavaClass::getSimpleName).noneMatch(name -> name.endsWith("Test"));
  }

  @Test
  void dependencies_point_downwards() {
    List<String> wrong = new ArrayList<>();
    for (JavaClass one : all) {
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getPackageName();
        boolean elsewhere = !target.equals(one.getPackageName());
        if (elsewhere && row(target) >= 0 && row(target) <= row(one.getPackageName())) {
          wrong.add(dependency.getDescription());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void packages_form_no_cycle() {
    slices().matching("kata.(**)").should().beFreeOfCycles().check(all);
  }

  @ParameterizedTest
  @CsvSource({
    "picocli..,                  kata.cli kata.cli.command",
    "org.snakeyaml..,            kata.yaml",
    "com.fasterxml.jackson..,    kata.json kata.caddy.. kata.deploy.. kata.docker.. kata.release kata.route",
    "java.net.http..,            kata.update",
    "java.util.logging..,        nowhere",
    "org.slf4j..,                nowhere",
    "java.nio.channels..,        kata.http kata.home",
  })
  void a_library_is_known_to_its_own_packages(String library, String packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages.split(" ", -1))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(all);
  }

  /** It takes half a second to load, so what does not follow a stream must not come near it. */
  @Test
  void docker_java_is_known_to_the_streams_of_containers_alone() {
    noClasses()
        .that()
        .haveNameNotMatching("kata\\.docker\\.engine\\.(DockerStreams|SocketTransport)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.dockerjava..")
        .check(all);
  }

  /** Jackson's mapper takes 75 ms of a start; {@code JsonNode.toString} builds one too. */
  @Test
  void json_is_read_and_written_without_a_mapper() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("com\\.fasterxml\\.jackson\\.databind\\.\\w*(Mapper|Reader|Writer)")
        .orShould()
        .callMethodWhere(
            target(owner(assignableTo(JsonNode.class)))
                .and(target(nameMatching("to(Pretty)?String"))))
        .check(all);
  }

  @Test
  void only_process_starts_children() {
    noClasses()
        .that()
        .resideOutsideOfPackage("kata.process")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class, Runtime.class)
        .check(all);
  }

  @Test
  void sockets_are_opened_by_http_and_by_the_wait_for_health() {
    noClasses()
        .that()
        .resideOutsideOfPackage("kata.http")
        .and()
        .doNotHaveFullyQualifiedName("kata.docker.compose.HealthWait")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(Server|Datagram|Multicast)?Socket|java\\.net\\.URL.*ion")
        .check(all);
  }

  @Test
  void only_main_touches_the_process_it_is() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("kata.Main")
        .should()
        .callMethodWhere(
            target(owner(equivalentTo(System.class)))
                .and(target(nameMatching("exit|getenv|console|setIn|setOut|setErr"))))
        .orShould()
        .accessField(System.class, "in")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(all);
  }

  @Test
  void static_fields_never_change() {
    fields().that().areStatic().should().beFinal().check(all);
  }

  @Test
  void a_command_is_known_to_the_list_of_commands_alone() {
    List<JavaClass> commands =
        all.stream()
            .filter(one -> one.isAssignableTo(Command.class) && !one.isInterface())
            .toList();
    assertThat(commands).hasSizeGreaterThan(30);
    for (JavaClass command : commands) {
      assertThat(command.getSimpleName()).endsWith("Command");
      assertThat(command.getModifiers()).contains(JavaModifier.PUBLIC, JavaModifier.FINAL);
      assertThat(command.getDirectDependenciesToSelf())
          .extracting(dependency -> dependency.getOriginClass().getName())
          .as(command.getName())
          .isSubsetOf(command.getName(), Commands.class.getName());
    }
  }

  @Test
  void only_the_commands_of_topics_are_public() {
    classes()
        .that()
        .resideInAnyPackage(
            "kata.cli.app",
            "kata.cli.inspect",
            "kata.cli.server",
            "kata.cli.git",
            "kata.cli.secret")
        .and()
        .areNotAssignableTo(Command.class)
        .should()
        .notBePublic()
        .check(all);
    classes()
        .that()
        .resideInAPackage("kata.cli")
        .and()
        .haveNameNotMatching(
            "kata\\.cli\\.(Catalog|CommandList|CommandTree|ErrorReporter|ExitCode|HelpCommand"
                + "|Selection)")
        .should()
        .notBePublic()
        .check(all);
  }

  /** Classes in a cycle can only be read, changed and tested together. */
  @Test
  void classes_of_a_package_form_no_cycle() {
    String failures = "kata.error: "; // a sealed type knows its subtypes, and they know it
    assertThat(ClassCycles.in(all)).filteredOn(cycle -> cycle.startsWith(failures)).hasSize(1);
    assertThat(ClassCycles.in(all))
        .filteredOn(cycle -> !cycle.startsWith(failures))
        .isSubsetOf(KNOWN_CYCLES);
  }

  @Test
  void a_folder_has_at_most_16_files() throws IOException {
    Map<Path, Long> sizes =
        sources().stream().collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    assertThat(sizes).hasSizeGreaterThan(10);
    sizes.forEach(
        (folder, files) -> assertThat(files).as(folder.toString()).isLessThanOrEqualTo(16));
  }

  @Test
  void every_package_is_null_marked() {
    List<String> unmarked = new ArrayList<>();
    JavaPackage root = all.getPackage("kata");
    assertThat(root.getSubpackages()).hasSizeGreaterThan(10);
    root.getSubpackagesInTree().stream()
        .filter(one -> !one.getClasses().isEmpty() && !one.isAnnotatedWith(NullMarked.class))
        .forEach(one -> unmarked.add(one.getName()));
    assertThat(unmarked).isEmpty();
    assertThat(root.isAnnotatedWith(NullMarked.class)).isTrue();
  }

  @Test
  void no_file_is_longer_than_350_lines() throws IOException {
    List<Path> files = new ArrayList<>(sources());
    files.addAll(filesIn(Path.of("src/bench")));
    for (Path file : files) {
      assertThat(text(file).lines().count()).as(file.toString()).isLessThanOrEqualTo(350);
    }
  }

  @Test
  void no_shell_line_is_run() throws IOException { // fault 7, R-48
    String shell = "(/(usr/)?bin/)?((ba|da|k|z|a|c|tc|fi)?sh|busybox|env|xargs|script)";
    assertNowhere(Pattern.compile("\"%s\"|\"%s -|\\bsh -c\\b".formatted(shell, shell)), "");
    assertNowhere(Pattern.compile("core\\.sshCommand|GIT_SSH|GIT_ASKPASS"), "");
  }

  @Test
  void only_home_knows_the_names_of_folders() throws IOException {
    String names = "(releases|repos|envs|logs)";
    assertNowhere(
        Pattern.compile("\"/?%s/|(resolve|folder|of)\\(\\s*\"%s\"".formatted(names, names)),
        "kata/home/");
  }

  private static void assertNowhere(Pattern pattern, String except) throws IOException {
    for (Path file : sources()) {
      if (except.isEmpty() || !file.toString().contains(except)) {
        assertThat(pattern.matcher(text(file)).find()).as(file + " has " + pattern).isFalse();
      }
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = filesIn(SOURCES);
    assertThat(sources).hasSizeGreaterThan(80);
    return sources;
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static int row(String packageName) {
    for (int i = 0; i < ROWS.size(); i++) {
      if (ROWS.get(i).contains(packageName)) {
        return i;
      }
    }
    return -1;
  }
}
