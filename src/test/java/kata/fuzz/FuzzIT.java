package kata.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kata.testing.Child;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people send is read or refused: each target runs for {@code -Dkata.fuzz.seconds}, two at a
 * time, in a JVM of its own. What it found lies in target/fuzz; run the target with that file as
 * its last argument to see it again.
 */
final class FuzzIT {
  private static final int SECONDS = Integer.getInteger("kata.fuzz.seconds", 25);

  /** The gate ends after so many inputs; -1 is as many as the time allows. */
  private static final int INPUTS = Integer.getInteger("kata.fuzz.runs", -1);

  private static final Path FOLDER = Path.of("target/fuzz").toAbsolutePath();
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
  private static final String ZERO = "0".repeat(40);
  private static final String ONE = "1".repeat(40);

  /** Where each target begins: what is good, and what is bad in ways that people are. */
  private static final Map<Class<?>, List<String>> LINES =
      Map.of(
          OriginalCommandFuzzer.class,
          List.of(
              "git-receive-pack 'blog'",
              "secrets:set \"NAME=two \\\"words\\\"\" a\\ b",
              "run web sh -c 'echo $HOME; ls *'",
              "ls 'open"),
          HookLinesFuzzer.class,
          List.of(
              "%s %s refs/heads/main".formatted(ZERO, ONE),
              "%s %s refs/heads/main\n%s %s refs/tags/v1".formatted(ONE, ZERO, ZERO, ONE),
              "%s HEAD refs/heads/\u001b[31m".formatted(ZERO)),
          EnvFileFuzzer.class,
          List.of(
              "\uFEFFexport A=1\r\n# note\r\nB='one\ntwo' # note\nC=\"$A ${B:-x} \\$ $$\"",
              "A=${A}\nB=$C\nC=${B:?why}\nD=x#y #z",
              "APP_ROOT=/elsewhere\n1A=2\nA"),
          KataFileFuzzer.class,
          List.of("a: &a [*a]", "services: {a: {<<: {image: x}, ports: [22:22]}}", "a: !b c"));

  private static final Map<String, Future<Child>> RUNS = new LinkedHashMap<>();
  private static ExecutorService pool;

  @BeforeAll
  static void start() {
    pool = Executors.newFixedThreadPool(2);
    for (Class<?> target : LINES.keySet()) {
      RUNS.put(target.getSimpleName(), pool.submit(() -> fuzz(target)));
    }
  }

  @AfterAll
  static void stop() {
    pool.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"KataFileFuzzer", "OriginalCommandFuzzer", "HookLinesFuzzer", "EnvFileFuzzer"})
  void any_input_is_read_or_refused_in_bounded_time_and_memory(String target)
      throws ExecutionException, InterruptedException {
    Child child = RUNS.get(target).get();
    Matcher done = DONE.matcher(child.output());
    assertThat(child.ok() && done.find()).as(child.output()).isTrue();
    System.out.printf("%s: %s inputs in %s s%n", target, done.group(1), done.group(2));
    assertThat(Integer.parseInt(done.group(1))).as(child.output()).isGreaterThan(100);
  }

  private static Child fuzz(Class<?> target) throws IOException {
    Path folder = FOLDER.resolve(target.getSimpleName());
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Path seeds = Files.createDirectories(folder.resolve("seeds"));
    List<String> lines = new ArrayList<>(LINES.get(target));
    lines.addAll(golden(target));
    for (int i = 0; i < lines.size(); i++) {
      Files.writeString(seeds.resolve("seed-" + i), lines.get(i));
    }
    return Child.run(
        folder,
        Map.of("LC_ALL", "C.UTF-8"),
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+EnableDynamicAgentLoading",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.getName(),
            "--instrumentation_includes=kata.**:org.snakeyaml.**",
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + "/",
            "-max_total_time=" + SECONDS,
            "-runs=" + INPUTS,
            "-max_len=4096",
            "-timeout=60", // for a hang: Bounds measures what an input costs, and others run beside
            corpus.toString(),
            seeds.toString()));
  }

  /** Returns the files of the golden inputs that the target reads. */
  private static List<String> golden(Class<?> target) throws IOException {
    Map<Class<?>, String> names =
        Map.of(KataFileFuzzer.class, "kata-compose.yaml", EnvFileFuzzer.class, "ENV");
    String name = names.getOrDefault(target, "none");
    List<String> texts = new ArrayList<>();
    for (Path root : List.of(RESOURCES, Path.of("examples"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(one -> one.endsWith(name)).sorted().toList()) {
          texts.add(Files.readString(file, StandardCharsets.UTF_8));
        }
      }
    }
    return texts;
  }
}
