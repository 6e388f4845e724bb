package kata.git.hook;

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
import kata.cli.ExitCode;
import kata.home.AppName;
import kata.process.OsExec;
import kata.testing.Child;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests git's hooks, as a shell runs them, with the process that answers them. */
@Timeout(60)
final class PushHooksTest {
  private static final String LINE = "0 1 refs/heads/main";
  private static final PushHooks.Answer NONE = (call, story) -> 0;

  @TempDir Path temp;
  private final List<HookCall> calls = new CopyOnWriteArrayList<>();
  private Path hook;

  /** Replaces kata: prints that it was started, and its arguments. */
  @BeforeEach
  void installHook() throws IOException {
    Path kata = temp.resolve("kata");
    Files.writeString(kata, "#!/bin/sh\necho \"own $* $KATA_ROOT $(wc -l)\"\nexit 7\n");
    Files.setPosixFilePermissions(kata, PosixFilePermissions.fromString("rwxr-xr-x"));
    hook = temp.resolve("hook");
    new Hook(hook, Hook.DEPLOY).install(kata, temp.resolve("root"), new AppName("blog"));
  }

  @Test
  void the_process_that_receives_answers_both_hooks() throws IOException {
    Path check = temp.resolve("check");
    new Hook(check, Hook.CHECK).install(temp.resolve("kata"), temp, new AppName("blog"));
    Path folder;
    try (PushHooks hooks = PushHooks.listen(exec(), 70, this::check, this::deploy)) {
      folder = hooks.path();
      Map<String, String> environment = environment(folder);
      environment.put("GIT_OBJECT_DIRECTORY", "/r/it's $(here)");
      environment.put("GIT_ALTERNATE_OBJECT_DIRECTORIES", "/r/objects");
      environment.put("GIT_PUSH_OPTION_0", "plan");
      environment.put("GIT_PUSH_OPTION_1", "it's $(here)");
      Child checked = Child.run(temp, environment, List.of(check.toString()), lines(LINE + "\n"));
      assertThat(checked).isEqualTo(new Child(3, "no\n"));

      Child deployed = run(folder, LINE + "\n0 1 refs/heads/other\n");
      assertThat(deployed).isEqualTo(new Child(5, "one\ntwo\n"));
      assertThat(calls)
          .containsExactly(
              new HookCall(
                  Map.of(
                      "GIT_OBJECT_DIRECTORY",
                      "/r/it's $(here)",
                      "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                      "/r/objects"),
                  List.of("plan", "it's $(here)"),
                  List.of(LINE)),
              new HookCall(Map.of(), List.of(), List.of(LINE, "0 1 refs/heads/other")));
      assertThat(hooks.deployed()).isEqualTo(5);
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void an_answer_that_takes_its_time_is_waited_for() throws IOException {
    try (PushHooks hooks =
        PushHooks.listen(exec(), 70, NONE, (call, story) -> slowly(() -> deploy(call, story)))) {
      Child child = run(hooks.path(), LINE + "\n");
      assertThat(child.output()).isEqualTo("one\ntwo\n");
      assertThat(child.status()).isEqualTo(5);
      assertThat(calls).hasSize(1);
    }
  }

  @Test
  void more_lines_than_a_pipe_holds_come_whole() throws IOException {
    List<String> lines =
        IntStream.range(0, 5000).mapToObj(i -> "0".repeat(40) + " refs/heads/b" + i).toList();
    try (PushHooks hooks = PushHooks.listen(exec(), 70, NONE, this::deploy)) {
      assertThat(run(hooks.path(), String.join("\n", lines) + "\n").status()).isEqualTo(5);
      assertThat(calls.get(0).lines()).isEqualTo(lines);
    }
  }

  @Test
  void a_fault_is_no_good_end_and_the_hook_runs_a_kata_of_its_own() throws IOException {
    try (PushHooks hooks =
        PushHooks.listen(
            exec(),
            70,
            NONE,
            (call, story) -> {
              throw new IllegalStateException("on purpose");
            })) {
      // The state is unknown: a new kata process repairs it.
      assertThat(run(hooks.path(), LINE + "\n").output()).startsWith("own git-hook blog");
      assertThat(hooks.deployed()).isEqualTo(ExitCode.FAULT.status());
    }
  }

  @Test
  void a_hook_whose_kata_is_gone_runs_one_of_its_own() throws IOException {
    Path gone = Files.createDirectory(temp.resolve("gone"));
    for (String pipe : List.of("git-hook.request", "git-hook.output", "git-hook.status")) {
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
    try (PushHooks hooks = PushHooks.listen(exec(), 70, NONE, this::deploy)) {
      assertThat(hooks.deployed()).isZero();
      assertThat(run(hooks.path(), LINE + "\n").output()).startsWith("own git-hook blog");
      assertThat(calls).isEmpty();
    }
  }

  @Test
  void an_answer_that_a_signal_interrupts_is_told_whole() throws IOException {
    try (PushHooks hooks =
        PushHooks.listen(
            exec(),
            70,
            NONE,
            (call, story) -> {
              Thread.currentThread().interrupt();
              return deploy(call, story);
            })) {
      assertThat(run(hooks.path(), LINE + "\n")).isEqualTo(new Child(5, "one\ntwo\n"));
    }
  }

  @Test
  void a_deploy_goes_on_without_its_hook_and_tells_how_it_ended() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (PushHooks hooks =
        PushHooks.listen(
            exec(),
            70,
            NONE,
            (call, story) -> {
              begun.countDown();
              return slowly(() -> deploy(call, story) + say(story, "x".repeat(1024 * 1024)));
            })) {
      Process process = start(hooks.path());
      process.getOutputStream().write((LINE + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().close();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      assertThat(hooks.deployed()).isEqualTo(5);
    }
  }

  private int check(HookCall call, OutputStream story) {
    calls.add(call);
    return 3 + say(story, "no\n");
  }

  private int deploy(HookCall call, OutputStream story) {
    calls.add(call);
    return 5 + say(story, "one\ntwo\n");
  }

  private static int say(OutputStream story, String text) {
    try {
      story.write(text.getBytes(StandardCharsets.US_ASCII));
      return 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
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
    return Child.run(temp, environment(folder), List.of(hook.toString()), lines(lines));
  }

  private Path lines(String text) throws IOException {
    return Files.writeString(temp.resolve("lines"), text);
  }

  private Process start(Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(hook.toString()).directory(temp.toFile());
    builder.environment().putAll(environment(folder));
    return builder.start();
  }

  private static Map<String, String> environment(Path folder) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("KATA_PUSH", folder.toString());
    return environment;
  }

  private static OsExec exec() {
    return new OsExec(System.getenv());
  }
}
