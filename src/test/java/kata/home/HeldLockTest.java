package kata.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kata.cli.ExitCode;
import kata.error.KataException;
import kata.process.Orphans;
import kata.process.Progress;
import kata.testing.RecordingProgress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HeldLockTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path temp;
  private AppHome blog;

  @BeforeEach
  void make() {
    blog = new KataHome(temp).app(new AppName("blog"));
  }

  @Test
  void the_second_waits_says_for_whom_and_gives_up() { // fault 10, R-17
    RecordingProgress progress = new RecordingProgress();
    try (HeldLock held = HeldLock.take(blog.lock(), "deploy", SHORT, Progress.silent())) {
      assertThatThrownBy(() -> HeldLock.take(blog.lock(), "rm", SHORT, progress))
          .isInstanceOfSatisfying(
              KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.BUSY))
          .hasMessageContaining("app 'blog' is held by another command (deploy, process ");
    }
    assertThat(progress.texts("detail"))
        .singleElement()
        .asString()
        .contains("process " + ProcessHandle.current().pid())
        .endsWith("; waiting");
  }

  @Test
  void the_second_goes_on_when_the_first_has_ended() throws Exception { // fault 10
    RecordingProgress progress = new RecordingProgress();
    HeldLock first = HeldLock.take(blog.lock(), "deploy", SHORT, Progress.silent());
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> HeldLock.take(blog.lock(), "rm", LONG, progress).close());
    Thread.sleep(300);
    assertThat(second).isNotDone();
    first.close();
    second.get(20, TimeUnit.SECONDS);
    assertThat(progress.texts("detail")).hasSize(1);
  }

  @Test
  void a_failed_try_does_not_release_the_lock_of_another() {
    try (HeldLock held = HeldLock.take(blog.lock(), "deploy", SHORT, Progress.silent())) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> HeldLock.take(blog.lock(), "rm", Duration.ZERO, Progress.silent()))
            .isInstanceOf(KataException.class);
      }
    }
  }

  @Test
  void another_app_does_not_wait_and_another_spelling_does() {
    KataHome home = new KataHome(temp);
    try (HeldLock held = HeldLock.take(blog.lock(), "deploy", SHORT, Progress.silent())) {
      HeldLock.take(home.app(new AppName("blog-b")).lock(), "rm", SHORT, Progress.silent()).close();
      assertThatThrownBy(
              () ->
                  HeldLock.take(
                      home.app(new AppName("BLOG")).lock(), "rm", SHORT, Progress.silent()))
          .isInstanceOf(KataException.class);
    }
  }

  @Test
  void the_kernel_releases_the_lock_of_a_process_that_was_killed() throws Exception {
    Process holder = holder();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8))) {
      assertThat(out.readLine()).isEqualTo("held");
      assertThatThrownBy(() -> HeldLock.take(blog.lock(), "rm", SHORT, Progress.silent()))
          .isInstanceOfSatisfying(
              KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.BUSY))
          .hasMessageContaining("(test, process " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    HeldLock.take(blog.lock(), "rm", SHORT, Progress.silent()).close();
  }

  @Test
  void those_who_wait_are_told_the_step() {
    RecordingProgress progress = new RecordingProgress();
    try (HeldLock held = HeldLock.take(blog.lock(), "deploy", SHORT, Progress.silent())) {
      held.at("Waiting until it is healthy");
      assertThatThrownBy(() -> HeldLock.take(blog.lock(), "rm", SHORT, progress))
          .hasMessageEndingWith(", at: Waiting until it is healthy)");
    }
    assertThat(progress.texts("detail")).singleElement().asString().contains(", at: Waiting until");
  }

  @Test
  void the_first_free_one_of_several_is_taken_and_tells_whether_it_had_to_wait() {
    KataHome home = new KataHome(temp);
    List<Lockable> places = List.of(home.startSlot(1), home.startSlot(2));
    try (HeldLock one = HeldLock.takeOneOf(places, "a", SHORT, Progress.silent());
        HeldLock two = HeldLock.takeOneOf(places, "b", SHORT, Progress.silent())) {
      assertThat(one.waited()).isFalse();
      assertThat(two.waited()).isFalse();
      assertThatThrownBy(() -> HeldLock.takeOneOf(places, "c", SHORT, Progress.silent()))
          .isInstanceOfSatisfying(
              KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.BUSY))
          .hasMessageStartingWith("the lock for app starts is held by another command (a,");
    }
  }

  @Test
  void what_a_killed_holder_left_running_is_ended_before_the_next_begins()
      throws Exception {
    Process orphan = child(Map.of(Orphans.VARIABLE, "1-killed"), "sleep", "600");
    Process stranger = child(Map.of(Orphans.VARIABLE, "1-killed-not"), "sleep", "600");
    try {
      HeldLock.take(blog.lock(), "deploy", SHORT, Progress.silent()).close();
      new Holder("1-killed", "deploy, process 1", 0, "Starting").write(blog.lock().holder());
      RecordingProgress progress = new RecordingProgress();
      HeldLock.take(blog.lock(), "deploy", SHORT, progress).close();
      assertThat(orphan.isAlive()).isFalse();
      assertThat(stranger.isAlive()).isTrue();
      assertThat(progress.texts("detail"))
          .singleElement()
          .asString()
          .startsWith("ended 1 processes");
    } finally {
      orphan.destroyForcibly();
      stranger.destroyForcibly();
    }
  }

  @Test
  void the_lock_file_is_never_read_written_or_deleted() throws IOException {
    HeldLock.take(blog.lock(), "deploy", SHORT, Progress.silent()).close();
    Object inode = Files.getAttribute(blog.lock().file(), "unix:ino");
    HeldLock.take(blog.lock(), "deploy", SHORT, Progress.silent()).close();
    assertThat(Files.getAttribute(blog.lock().file(), "unix:ino")).isEqualTo(inode);
    assertThat(blog.lock().file()).isEmptyFile();
    assertThat(blog.lock().holder()).doesNotExist();
  }

  private static Process child(Map<String, String> env, String... argv) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().putAll(env);
    return builder.start();
  }

  private Process holder() throws IOException, URISyntaxException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            folder(HeldLock.class) + ":" + folder(Victim.class),
            Victim.class.getName(),
            temp.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String folder(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** A process that holds the lock until it is killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws InterruptedException {
      AppHome app = new KataHome(Path.of(args[0])).app(new AppName("blog"));
      try (HeldLock held = HeldLock.take(app.lock(), "test", SHORT, Progress.silent())) {
        System.out.println("held");
        Thread.sleep(60_000);
      }
    }
  }
}
