package kata.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kata.testing.FaultTable;
import kata.testing.Rows;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A deploy that prints more than a MiB, whose pusher is killed, stops reading, or hangs up: the
 * deploy ends well all the same, its log is complete, and no process of the push stays.
 */
@Timeout(400)
class ClientGoneIT {
  private static final String APP = "it-client-gone";
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final int STEPS = 8;
  private static final int LINES = 1024;
  private static final Pattern LINE = Pattern.compile("step \\d line \\d{4} x{106}\\.");

  private static final String COMPOSE =
      """
      services:
        web:
          build: .
          init: true
          command: sleep infinity
      """;

  @TempDir static Path folder;
  private static KataServer server;
  private static Path repository;
  private static int releases;

  private static final List<String> WHAT =
      List.of(
          "killed after 0 bytes of output",
          "killed after 1 bytes of output",
          "killed after 65536 bytes of output",
          "killed after 1048576 bytes of output",
          "stops reading after 1 byte",
          "never reads",
          "the kata that it is connected to is killed",
          "the connection hangs up");

  private static final Set<String> DONE = new HashSet<>();

  /** The bytes of output after which the test kills the client: one of these in the gate. */
  private static final Rows<Integer> BYTES =
      Rows.of(List.of(64 * 1024, 0, 1, 1024 * 1024), bytes -> "killed");

  @BeforeAll
  static void start() throws IOException {
    server = new KataServer(folder, "localhost:1"); // no Caddy: the app has no route
    repository = server.repository("w", COMPOSE);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    server.docker("image", "rm", "--force", APP + "-web");
    FaultTable table = new FaultTable("ClientGoneIT", "the client of a push", "what becomes of it");
    WHAT.forEach(
        what ->
            table.row(what, DONE.contains(what) ? "the deploy goes through" : FaultTable.UNTRIED));
    table.check();
  }

  static List<Integer> gate() {
    return BYTES.gate();
  }

  static List<Integer> rest() {
    return BYTES.rest();
  }

  @ParameterizedTest
  @MethodSource("gate")
  void a_pusher_killed_after_so_many_bytes_changes_nothing(int bytes) throws Exception {
    Process push = push();
    if (bytes == 0) {
      await("the hook", () -> !processes("post-receive").isEmpty());
    } else {
      push.getInputStream().readNBytes(bytes);
    }
    assertThat(processes("post-receive")).hasSize(1); // it is in the middle
    push.destroyForcibly();
    endsWell();
    nothingStays(push);
    DONE.add("killed after %d bytes of output".formatted(bytes));
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @MethodSource("rest")
  void a_pusher_killed_at_any_other_moment_changes_nothing(int bytes) throws Exception {
    a_pusher_killed_after_so_many_bytes_changes_nothing(bytes);
  }

  @Test
  void a_pusher_who_stops_reading_changes_nothing() throws Exception {
    Process push = push();
    push.getInputStream().readNBytes(1);
    signal("STOP", List.of(push.pid()));
    try {
      endsWell();
      nothingStays(push);
      DONE.add("stops reading after 1 byte");
    } finally {
      push.destroyForcibly();
    }
  }

  @Tag("exhaustive") // near to one who stops reading
  @Test
  void a_pusher_who_never_reads_changes_nothing() throws Exception {
    Process push = push();
    try {
      endsWell();
      nothingStays(push);
      DONE.add("never reads");
    } finally {
      push.destroyForcibly();
    }
  }

  /** Git is alone with a broken pipe then, and reads its hook no more. */
  @Test
  void the_end_of_the_kata_that_started_git_changes_nothing() throws Exception {
    Process push = push();
    push.getInputStream().readNBytes(1);
    signal("KILL", processes("ssh-shell"));
    endsWell();
    push.destroyForcibly();
    nothingStays(push);
    DONE.add("the kata that it is connected to is killed");
  }

  @Test
  void a_hangup_changes_nothing_and_the_pusher_is_told_all() throws Exception {
    Process push = push();
    InputStream out = push.getInputStream();
    String begin = new String(out.readNBytes(1024), StandardCharsets.UTF_8);
    List<Long> all = processes("");
    all.remove(push.pid());
    assertThat(all).hasSizeGreaterThanOrEqualTo(4); // kata, git, the hook, its docker
    signal("HUP", all);
    String told = begin + new String(out.readAllBytes(), StandardCharsets.UTF_8);
    assertThat(push.waitFor()).as(told).isZero();
    assertThat(told).contains("success: " + APP + " is live");
    everyLineIsIn(told);
    endsWell();
    nothingStays(push);
    DONE.add("the connection hangs up");
  }

  /** Pushes a commit that prints a MiB while it is built. */
  private static Process push() throws IOException {
    releases++;
    StringBuilder dockerfile = new StringBuilder("FROM debian:trixie-slim\n");
    // Never built before, and so are the steps that follow.
    dockerfile.append("RUN echo %d > /release # %s\n".formatted(releases, UUID.randomUUID()));
    for (int step = 1; step <= STEPS; step++) {
      // BuildKit clips a step that says more than 200 KiB in a second.
      dockerfile.append(
          "RUN seq -f 'step %d line %%04g %s.' %d\n".formatted(step, "x".repeat(106), LINES));
    }
    server.commit(repository, "Dockerfile", dockerfile.toString());
    return server.start(repository, "git", "push", "kata@localhost:" + APP, "main");
  }

  private static void endsWell() throws Exception {
    await("the end in the log", () -> log().contains("success: ") || log().contains("error: "));
    assertThat(log()).contains("success: " + APP + " is live").contains("release " + releases);
    everyLineIsIn(log());
    assertThat(server.docker("exec", APP + "-web-1", "cat", "/release").output().strip())
        .isEqualTo(Integer.toString(releases));
    assertThat(server.root().resolve("app").resolve(APP).toRealPath().getFileName())
        .hasToString(Integer.toString(releases));
  }

  private static void everyLineIsIn(String text) {
    Set<String> said =
        LINE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    assertThat(said).hasSize(STEPS * LINES);
  }

  private static void nothingStays(Process push) throws Exception {
    Instant begin = Instant.now();
    List<Long> left = processes("");
    while (!left.isEmpty() && Duration.between(begin, Instant.now()).toMillis() < 5000) {
      Thread.sleep(100);
      left = processes("");
      left.remove(push.pid());
    }
    assertThat(left)
        .as(() -> processes("").stream().map(id -> commandLine(proc(id))).toList().toString())
        .isEmpty();
  }

  /** The newest log; a name begins with the time. */
  private static String log() {
    Path logs = server.root().resolve("logs").resolve(APP);
    try (Stream<Path> files = Files.list(logs)) {
      List<Path> all = files.sorted().toList();
      return all.size() < releases ? "" : Files.readString(all.get(all.size() - 1));
    } catch (IOException e) {
      return "";
    }
  }

  /** The processes of this server, the client's git among them, that have a word in their line. */
  private static List<Long> processes(String word) {
    String mine = "KATA_ROOT=" + server.root();
    return new ArrayList<>(
        ProcessHandle.allProcesses()
            .map(ProcessHandle::pid)
            .filter(id -> read(proc(id).resolve("environ")).contains(mine))
            .filter(id -> commandLine(proc(id)).contains(word))
            .toList());
  }

  private static Path proc(long id) {
    return Path.of("/proc", Long.toString(id));
  }

  private static String commandLine(Path process) {
    return read(process.resolve("cmdline")).replace('\0', ' ');
  }

  /** A process may end while it is looked at; a zombie has no environment. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static void signal(String name, List<Long> processes) throws Exception {
    for (long id : processes) {
      new ProcessBuilder("kill", "-" + name, Long.toString(id)).start().waitFor();
    }
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    Instant begin = Instant.now();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.between(begin, Instant.now()))
          .as("waiting for " + what)
          .isLessThan(DEADLINE);
      Thread.sleep(100);
    }
  }
}
