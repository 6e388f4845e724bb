package kata.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kata.home.HeldLock;
import kata.home.KataHome;
import kata.process.Progress;
import kata.testing.Child;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the JVM start-up cache of the built kata file. */
@Timeout(180)
final class StartArchiveIT {
  private static final Path BUILT = Path.of(System.getProperty("kata.file", "target/kata"));
  private static final String MADE = "ok      quick start: with Java ";

  @TempDir Path temp;
  private Path kata;
  private Path folder;
  private Map<String, String> env;

  @BeforeEach
  void install() throws IOException {
    kata = temp.resolve("kata");
    Files.copy(BUILT, kata, StandardCopyOption.COPY_ATTRIBUTES);
    Path root = Files.createDirectory(temp.resolve("root"));
    folder = root.resolve(".kata/start");
    env = new HashMap<>(Map.of("HOME", root.toString(), "KATA_ROOT", root.toString()));
    env.put("KATA_JAVA_HOME", System.getProperty("java.home"));
  }

  @Test
  void setup_makes_it_and_each_start_maps_it() throws Exception {
    assertThat(mapped()).isFalse();
    assertThat(run("setup").output()).contains(MADE);
    assertThat(files()).hasSize(2).contains("made-for");
    assertThat(mapped()).isTrue();

    FileTime made = Files.getLastModifiedTime(archive());
    assertThat(run("setup").output()).contains(MADE);
    assertThat(Files.getLastModifiedTime(archive())).isEqualTo(made);
  }

  @Test
  void options_of_ones_own_are_given_to_java_instead() throws Exception {
    run("setup");
    env.put("KATA_JAVA_OPTIONS", "-Xmx200m -Dkata.odd=1");
    assertThat(mapped()).isFalse();
    assertThat(run("--version").ok()).isTrue();
    env.put("KATA_JAVA_OPTIONS", "-Xmx1x");
    assertThat(run("--version").ok()).isFalse();
  }

  @Test
  void it_is_made_anew_after_a_push_when_kata_is_another_than_before() throws Exception {
    run("setup");
    byte[] before = Files.readAllBytes(folder.resolve("made-for"));
    Files.setLastModifiedTime(kata, FileTime.fromMillis(1_000_000_000_000L));

    assertThat(hook().output()).contains("rebuilding the JVM start-up cache");
    assertThat(Files.readAllBytes(folder.resolve("made-for"))).isNotEqualTo(before);
    assertThat(mapped()).isTrue();
    assertThat(hook().output()).doesNotContain("quick");
  }

  @Test
  void a_push_is_good_when_it_cannot_be_made_anew_and_the_next_does_not_try_again()
      throws Exception {
    run("setup");
    byte[] built = Files.readAllBytes(kata);
    String refusal = "#!/bin/sh\n[ -z \"$KATA_JAVA_OPTIONS\" ] || { echo no room; exit 3; }\n";
    Files.write(kata, refusal.getBytes(StandardCharsets.UTF_8));
    Files.write(kata, built, StandardOpenOption.APPEND);

    assertThat(hook().output())
        .contains("rebuilding the JVM start-up cache")
        .contains(
            "kata starts slowly until `kata setup` rebuilds the JVM start-up cache: ", "no room");
    assertThat(files()).isEmpty();
    assertThat(hook().output()).doesNotContain("quick").doesNotContain("slow");
  }

  @Test
  void a_push_makes_none_where_setup_made_none() throws Exception {
    assertThat(hook().output()).doesNotContain("quick");
    assertThat(folder).doesNotExist();
  }

  @Test
  void one_that_is_damaged_or_of_another_java_costs_time_and_no_word() throws Exception {
    Files.createDirectories(folder);
    for (String name : List.of("kata.jsa", "kata.aot")) {
      Files.write(folder.resolve(name), new byte[100_000]);
      Child version = run("--version");
      assertThat(version.ok()).isTrue();
      assertThat(version.output()).matches("kata \\S+\n");
      Files.delete(folder.resolve(name));
    }
  }

  @Test
  void one_of_another_user_is_not_taken() throws Exception {
    run("setup");
    Files.setOwner(
        archive(),
        archive().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertThat(mapped()).isFalse();
    assertThat(run("--version").ok()).isTrue();
  }

  @Test
  void setup_says_why_there_can_be_none() throws Exception {
    Files.createDirectories(folder.resolveSibling(""));
    Files.writeString(folder, "in the way");
    assertThat(run("setup").output()).contains("no      quick start: cannot ");
    assertThat(run("--version").ok()).isTrue();
  }

  @Test
  void what_another_kata_is_making_is_left_to_it() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("fresh"), "half of it");
    KataHome home = new KataHome(temp.resolve("root"));
    try (HeldLock lock =
        HeldLock.take(home.startLock(), "setup", Duration.ZERO, Progress.silent())) {
      assertThat(run("setup").output())
          .contains("no      quick start: the JVM start-up cache is held by another command");
      assertThat(files()).containsExactly("fresh");
    }
  }

  @Test
  void java_learns_from_deploys_that_leave_nothing_behind() throws Exception {
    Child learned = run("warm-up");
    assertThat(learned.ok()).as(learned.output()).isTrue();
    assertThat(learned.output()).contains("is live at ", " runs again\n", " is gone");
    assertThat(learned.output().lines()).noneMatch(line -> line.startsWith("warning:"));
    for (String list : List.of("ps --all", "network ls", "volume ls", "images --all")) {
      Child all = Child.run(temp, env, List.of(("docker " + list).split(" ", -1)));
      assertThat(all.ok()).as(all.output()).isTrue();
      assertThat(all.output()).doesNotContain("warm-up");
    }
    try (Stream<Path> paths = Files.walk(temp.resolve("root"))) {
      assertThat(paths.filter(path -> path.getFileName().toString().contains("warm-up-")))
          .allMatch(path -> path.endsWith(".kata/locks/" + path.getFileName()));
    }
  }

  @Test
  void java_does_not_learn_among_apps() throws Exception {
    Files.createDirectories(temp.resolve("root/app/shop"));
    Child refused = run("warm-up");
    assertThat(refused.status()).isEqualTo(3);
    assertThat(refused.output())
        .isEqualTo(
            "error: warm-up needs an empty KATA_ROOT, but %s is not empty\n"
                    .formatted(temp.resolve("root"))
                + "hint: set KATA_ROOT to an empty folder\n");
  }

  /** Runs the hook for a push that deploys nothing. */
  private Child hook() throws IOException {
    Path root = temp.resolve("root");
    Path repository = root.resolve("repos/shop");
    if (!Files.exists(repository)) {
      Child.run(root, env, List.of("git", "init", "-q", "--bare", repository.toString()));
    }
    String line = "%s %s refs/tags/v1\n".formatted("0".repeat(40), "1".repeat(40));
    Path input = Files.writeString(temp.resolve("input"), line);
    Child hook = Child.run(root, env, List.of(kata.toString(), "git-hook", "shop"), input);
    assertThat(hook.ok()).as(hook.output()).isTrue();
    return hook;
  }

  /** Returns whether a waiting kata process has the cache mapped into its memory. */
  private boolean mapped() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(kata.toString(), "git-hook", "shop");
    builder.environment().putAll(env);
    Process process = builder.redirectErrorStream(true).start();
    try {
      Path maps = Path.of("/proc", Long.toString(process.pid()), "maps");
      for (int i = 0; i < 600; i++) {
        List<String> files = Files.readAllLines(maps);
        if (files.stream().anyMatch(file -> file.endsWith("libnio.so"))) { // kata's code runs
          return files.stream().anyMatch(file -> file.contains(folder.toString()));
        }
        assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
      }
      throw new AssertionError("kata does not come up");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private Child run(String... words) {
    return Child.run(
        temp, env, Stream.concat(Stream.of(kata.toString()), Stream.of(words)).toList());
  }

  private Path archive() throws IOException {
    String name =
        files().stream().filter(file -> file.startsWith("kata.")).findFirst().orElseThrow();
    return folder.resolve(name);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
