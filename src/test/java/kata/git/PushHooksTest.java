package kata.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import kata.error.ExitCode;
import kata.home.AppName;
import kata.process.OsExec;
import kata.testing.Child;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hooks of git, as a shell runs them, and the process that answers them. */
@Timeout(60)
final class PushHooksTest {
  private static final String LINE = "0 1 refs/heads/main";
  private static final PushHooks.Answer NONE = (call, story) -> 0;

  @TempDir Path temp;
  private final List<HookCall> calls = new CopyOnWriteArrayList<>();
  private Path hook;

  /** In place of kata: tells that it was started, and with what. */
  @BeforeEach
  void installHook() throws IOException {
    Path kata = temp.resolve("kata");
    Files.writeString(kata, "#!/bin/sh\necho \"own $* $KATA_ROOT $(wc -l)\"\nexit 7\n");
    Files.setPosixFilePermissions(kata, PosixFilePermissions.fromString("rwxr-xr-x"));
    hook = temp.resolve("hook");
    new Hook(hook, Hook.DEPLOY).install(kata, temp.resolve("root"), new AppName("blog"));
  }

  @Test
  void the_process_that_receives_answers_the_hook() throws IOException {
    try (PushHooks hooks = PushHooks.serve(exec(), NONE, this::deploy)) {
      Child child = run(hooks.folder(), LINE + "\n0 1 refs/heads/other\n");
      assertThat(child.status()).isEqualTo(5);
      assertThat(child.output()).isEqualTo("one\ntwo\n");
      assertThat(calls)
          .containsExactly(
              new HookCall(
                  Map.of("GIT_OBJECT_DIRECTORY", "/r/it's $(here)"),
                  List.of(LINE, "0 1 refs/heads/other")));
      assertThat(hooks.deployed()).isEqualTo(5);
    }
  }

  @Test
  void an_answer_that_takes_its_time_is_waited_for() throws IOException {
    try (PushHooks hooks =
        PushHooks.serve(exec(), NONE, (call, story) -> slowly(() -> deploy(call, story)))) {
      Child child = run(hooks.folder(), LINE + "\n");
      assertThat(child.output()).isEqualTo("one\ntwo\n");
      assertThat(child.status()).isEqualTo(5);
      assertThat(calls).hasSize(1);
    }
  }

  @Test
  void more_lines_than_a_pipe_holds_come_whole() throws IOException {
    List<String> lines =
        IntStream.range(0, 5000).mapToObj(i -> "0".repeat(40) + " refs/heads/b" + i).toList();
    try (PushHooks hooks = PushHooks.serve(exec(), NONE, this::deploy)) {
      assertThat(run(hooks.folder(), String.join("\n", lines) + "\n").status()).isEqualTo(5);
      assertThat(calls.get(0).lines()).isEqualTo(lines);
    }
  }

  @Test
  void a_fault_is_no_good_end_and_the_hook_runs_a_kata_of_its_own() throws IOException {
    try (PushHooks hooks =
        PushHooks.serve(
            exec(),
            NONE,
            (call, story) -> {
              throw new IllegalStateException("on purpose");
            })) {
      // Nobody knows how far that came: a kata of its own puts it right.
      assertThat(run(hooks.folder(), LINE + "\n").output()).startsWith("own git-hook blog");
      assertThat(hooks.deployed()).isEqualTo(ExitCode.FAULT.status());
    }
  }

  @Test
  void a_hook_whose_kata_is_gone_runs_one_of_its_own() throws IOException {
    Path gone = Files.createDirectory(temp.resolve("gone"));
    for (String pipe : List.of("git-hook.asked", "git-hook.told", "git-hook.ended")) {
      assertThat(Child.run(gone, Map.of(), List.of("mkfifo", pipe)).ok()).isTrue();
    }
    String own = "own git-hook blog %s 1\n".formatted(temp.resolve("root"));
    for (Path folder : List.of(gone, temp.resolve("nothing"), Path.of(""))) {
      Child child = run(folder, LINE + "\n");
      assertThat(child.output()).isEqualTo(own);
      assertThat(child.status()).isEqualTo(7);
    }
  }

  @Test
  void a_push_without_a_hook_has_no_deploy_and_none_begins_later() throws IOException {
    try (PushHooks hooks = PushHooks.serve(exec(), NONE, this::deploy)) {
      assertThat(hooks.deployed()).isZero();
      assertThat(run(hooks.folder(), LINE + "\n").output()).startsWith("own git-hook blog");
      assertThat(calls).isEmpty();
    }
  }

  @Test
  void a_deploy_goes_on_without_its_hook_and_tells_how_it_ended() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (PushHooks hooks =
        PushHooks.serve(
            exec(),
            NONE,
            (call, story) -> {
              begun.countDown();
              return slowly(() -> deploy(call, story));
            })) {
      Process process = start(hooks.folder());
      process.getOutputStream().write((LINE + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().close();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      process.destroyForcibly().waitFor();
      assertThat(hooks.deployed()).isEqualTo(5);
    }
  }

  private int deploy(HookCall call, OutputStream story) {
    calls.add(call);
    try {
      story.write("one\ntwo\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return 5;
  }

  private static int slowly(IntSupplier work) {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return work.getAsInt();
  }

  private Child run(Path folder, String lines) throws IOException {
    Path input = Files.writeString(temp.resolve("lines"), lines);
    return Child.run(temp, environment(folder), List.of(hook.toString()), input);
  }

  private Process start(Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(hook.toString()).directory(temp.toFile());
    builder.environment().putAll(environment(folder));
    return builder.start();
  }

  private static Map<String, String> environment(Path folder) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("KATA_PUSH", folder.toString());
    environment.put("GIT_OBJECT_DIRECTORY", "/r/it's $(here)");
    return environment;
  }

  private static OsExec exec() {
    return new OsExec(System.getenv());
  }
}
