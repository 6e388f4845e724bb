package kata.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.process.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AppLockTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path temp;
  private AppHome blog;

  @BeforeEach
  void make() {
    blog = new KataHome(temp).app(new AppName("blog"));
  }

  @Test
  void the_second_waits_says_for_whom_and_gives_up() { // fault 10
    Told told = new Told();
    try (AppLock held = AppLock.take(blog, "deploy", SHORT, Progress.silent())) {
      assertThatThrownBy(() -> AppLock.take(blog, "rm", SHORT, told))
          .isInstanceOfSatisfying(
              KataException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BUSY))
          .hasMessageContaining("app 'blog' is held by another command (deploy, process ");
    }
    assertThat(told.details)
        .singleElement()
        .asString()
        .contains("process " + ProcessHandle.current().pid())
        .endsWith("; waiting");
  }

  @Test
  void the_second_goes_on_when_the_first_has_ended() throws Exception { // fault 10
    Told told = new Told();
    AppLock first = AppLock.take(blog, "deploy", SHORT, Progress.silent());
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> AppLock.take(blog, "rm", LONG, told).close());
    Thread.sleep(300);
    assertThat(second).isNotDone();
    first.close();
    second.get(20, TimeUnit.SECONDS);
    assertThat(told.details).hasSize(1);
  }

  @Test
  void a_failed_try_does_not_release_the_lock_of_another() {
    try (AppLock held = AppLock.take(blog, "deploy", SHORT, Progress.silent())) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> AppLock.take(blog, "rm", Duration.ZERO, Progress.silent()))
            .isInstanceOf(KataException.class);
      }
    }
  }

  @Test
  void another_app_does_not_wait_and_another_spelling_does() {
    KataHome home = new KataHome(temp);
    try (AppLock held = AppLock.take(blog, "deploy", SHORT, Progress.silent())) {
      AppLock.take(home.app(new AppName("blog-b")), "rm", SHORT, Progress.silent()).close();
      assertThatThrownBy(
              () -> AppLock.take(home.app(new AppName("BLOG")), "rm", SHORT, Progress.silent()))
          .isInstanceOf(KataException.class);
    }
  }

  @Test
  void the_kernel_releases_the_lock_of_a_process_that_was_killed() throws Exception {
    Process holder = holder();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8))) {
      assertThat(out.readLine()).isEqualTo("held");
      assertThatThrownBy(() -> AppLock.take(blog, "rm", SHORT, Progress.silent()))
          .isInstanceOfSatisfying(
              KataException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BUSY))
          .hasMessageContaining("(test, process " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    AppLock.take(blog, "rm", SHORT, Progress.silent()).close();
  }

  private Process holder() throws IOException, URISyntaxException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            folder(AppLock.class) + ":" + folder(Holder.class),
            Holder.class.getName(),
            temp.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String folder(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** Another process, which holds the lock until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      AppHome app = new KataHome(Path.of(args[0])).app(new AppName("blog"));
      try (AppLock held = AppLock.take(app, "test", SHORT, Progress.silent())) {
        System.out.println("held");
        Thread.sleep(60_000);
      }
    }
  }

  private static final class Told implements Progress {
    final List<String> details = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void step(String text) {}

    @Override
    public void detail(String text) {
      details.add(text);
    }

    @Override
    public void warn(String text) {}

    @Override
    public void success(String text) {}
  }
}
