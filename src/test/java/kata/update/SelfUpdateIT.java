package kata.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kata.testing.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates the built kata file to a copy with another comment in its script. */
@Timeout(180)
final class SelfUpdateIT {
  private static final Path BUILT = Path.of(System.getProperty("kata.file", "target/kata"));

  @TempDir Path temp;
  private Path folder;
  private Path installed;
  private byte[] old;
  private byte[] next;
  private ReleaseServer server;

  @BeforeEach
  void install() throws IOException {
    folder = Files.createDirectory(temp.resolve("bin"));
    installed = folder.resolve("kata");
    Files.copy(BUILT, installed, StandardCopyOption.COPY_ATTRIBUTES);
    old = Files.readAllBytes(installed);
    next = old.clone();
    byte[] comment = "# KATA:".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(comment, 0, next, "#!/bin/sh\n".length(), comment.length);
    server = new ReleaseServer().publish(next);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_kata_replaces_the_file_it_runs_from() throws IOException { // fault 69
    assertThat(kata("update", "--check").output()).startsWith("a version other than ");
    Child updated = kata("update");
    assertThat(updated.ok()).as(updated.output()).isTrue();
    assertThat(updated.output()).contains("but another build", "success: kata is now ");
    assertThat(installed).hasBinaryContent(next);
    assertThat(kata("--version").output()).startsWith("kata ");
    assertThat(kata("update").output()).contains("is already up to date");
    assertThat(kata("update", "--check").output()).endsWith(" is up to date\n");

    Child back = kata("update", "--rollback");
    assertThat(back.ok()).as(back.output()).isTrue();
    assertThat(installed).hasBinaryContent(old);
    assertThat(folder.resolve("kata.backup")).hasBinaryContent(next);
    assertThat(kata("--version").ok()).isTrue();
    assertThat(names()).containsExactly("kata", "kata.backup");
  }

  @ParameterizedTest
  @ValueSource(ints = {700, 1500, 2200})
  void a_kata_works_whenever_its_update_is_killed(int millis)
      throws IOException, InterruptedException {
    server.put("/releases/kata", ReleaseServer.slowly(next, 50));
    Process update = start("update");
    if (!update.waitFor(millis, TimeUnit.MILLISECONDS)) {
      update.destroyForcibly().waitFor();
    }

    byte[] present = Files.readAllBytes(installed);
    assertThat(Arrays.equals(present, old) || Arrays.equals(present, next)).isTrue();
    assertThat(kata("--version").ok()).isTrue();

    server.publish(next);
    assertThat(kata("update").ok()).isTrue();
    assertThat(installed).hasBinaryContent(next);
    // If the killed update had already finished, this one has nothing to do or to remove.
    assertThat(names()).containsExactly("kata", "kata.backup");
  }

  @Test
  void two_updates_at_once_do_not_disturb_each_other() throws IOException {
    server.put("/releases/kata", ReleaseServer.slowly(next, 50));
    CompletableFuture<Child> one = CompletableFuture.supplyAsync(() -> kata("update"));
    CompletableFuture<Child> other = CompletableFuture.supplyAsync(() -> kata("update"));

    assertThat(List.of(one.join(), other.join()))
        .allSatisfy(child -> assertThat(child.ok()).as(child.output()).isTrue());
    assertThat(installed).hasBinaryContent(next);
    assertThat(kata("--version").ok()).isTrue();
    assertThat(names()).containsExactly("kata", "kata.backup");
  }

  @Test
  void who_may_not_replace_kata_is_told_to_be_root() throws IOException {
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));

    for (String mode : List.of("rwxr-xr-x", "rwxrwxrwx")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
      Child refused =
          run("setpriv", "--reuid=65534", "--clear-groups", installed.toString(), "update");
      assertThat(refused.status()).as(refused.output()).isEqualTo(1);
      assertThat(refused.output()).contains("hint: run it as root: sudo kata update");
    }
    assertThat(server.requests()).doesNotContain("/releases/kata");
    assertThat(names()).containsExactly("kata");
  }

  private Child kata(String... arguments) {
    return run(argv(arguments));
  }

  private Child run(String... argv) {
    return Child.run(Path.of("/"), variables(), List.of(argv));
  }

  private Process start(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(argv(arguments))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(variables());
    return builder.start();
  }

  private String[] argv(String... arguments) {
    return Stream.concat(Stream.of(installed.toString()), Arrays.stream(arguments))
        .toArray(String[]::new);
  }

  private Map<String, String> variables() {
    return Map.of("KATA_ROOT", temp.toString(), "KATA_UPDATE_URL", server.address());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
