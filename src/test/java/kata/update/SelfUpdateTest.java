package kata.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import kata.cli.ExitCode;
import kata.error.KataException;
import kata.process.OsExec;
import kata.testing.RecordingProgress;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses small shell scripts as kata files: they answer `--version`. */
@Timeout(60)
final class SelfUpdateTest {
  @TempDir Path temp;
  private Path installed;
  private ReleaseServer server;
  private Limits limits = Limits.USUAL;
  private final RecordingProgress progress = new RecordingProgress();

  @BeforeEach
  void install() throws IOException {
    installed = temp.resolve("kata");
    Files.writeString(installed, program("1.2.0"));
    Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxr-xr-x"));
    server = new ReleaseServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_newer_kata_takes_the_place_and_the_old_one_is_kept() throws IOException { // fault 69
    server.publish(program("1.10.0"));

    update("1.2.0");

    assertThat(installed).hasContent(program("1.10.0"));
    assertThat(backup()).hasContent(program("1.2.0"));
    assertThat(progress.lines())
        .contains("success: kata is now 1.10.0; run `kata update --rollback` to restore 1.2.0");
    assertThat(List.of(installed, backup()))
        .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rwxr-xr-x"));
    assertThat(names()).containsExactly("kata", "kata.backup");
  }

  @Test
  void the_installed_kata_is_never_written_to() throws IOException {
    Path open = Files.createLink(temp.resolve("open"), installed);
    server.publish(program("1.3.0"));

    update("1.2.0");

    assertThat(open).hasContent(program("1.2.0"));
  }

  @Test
  void a_link_is_followed_and_stays() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), installed);
    server.publish(program("1.3.0"));

    updater("1.2.0").update(link, false, progress);

    assertThat(link).isSymbolicLink();
    assertThat(installed).hasContent(program("1.3.0"));
  }

  @Test
  void owner_and_permissions_are_kept() throws IOException {
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
    Files.setAttribute(installed, "unix:uid", 12345);
    Files.setAttribute(installed, "unix:gid", 23456);
    Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxr-x---"));
    server.publish(program("1.3.0"));

    update("1.2.0");

    for (Path file : List.of(installed, backup())) {
      assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12345);
      assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(23456);
      assertThat(permissions(file)).isEqualTo("rwxr-x---");
    }
  }

  @Test
  void the_same_kata_is_not_downloaded() throws IOException {
    server.publish(program("1.2.0"));

    update("1.2.0");

    assertThat(progress.lines()).containsExactly("success: kata 1.2.0 is already up to date");
    assertThat(server.requests()).containsExactly("/releases/kata.sha256");
    assertThat(updater("1.2.0").isCurrent(installed)).isTrue();
    assertThat(names()).containsExactly("kata");
  }

  @Test
  void another_build_of_the_same_version_is_taken_and_told() throws IOException {
    server.publish(program("1.2.0") + "# another\n");

    assertThat(updater("1.2.0").isCurrent(installed)).isFalse();
    update("1.2.0");

    assertThat(progress.lines()).contains("detail: it is also version 1.2.0, but another build");
    assertThat(installed).content().endsWith("# another\n");
  }

  @Test
  void an_older_kata_is_taken_only_when_told_so() throws IOException {
    server.publish(program("1.1.9"));

    assertRefused(
        () -> update("1.2.0"),
        ExitCode.REFUSED,
        "the published kata is 1.1.9, older than the installed 1.2.0");

    updater("1.2.0").update(installed, true, progress);
    assertThat(installed).hasContent(program("1.1.9"));
  }

  @ParameterizedTest
  @CsvSource({
    "1.2, 1.10, true",
    "1.10, 1.2, false",
    "1.9.9, 2, true",
    "1.2, 1.2.0, false",
    "1.2.0-rc1, 1.2.0, true",
    "0.1.0, development, false",
    "development, 0.1.0, false",
    "v1, 2, false",
  })
  void versions_are_compared_by_their_numbers(String one, String other, boolean older) {
    assertThat(SelfUpdate.isOlder(one, other)).isEqualTo(older);
  }

  @Test
  void redirects_are_followed_but_not_in_a_circle() throws IOException {
    server.publish(program("1.3.0"));
    for (String name : List.of("kata", "kata.sha256")) {
      server.redirect("/latest/" + name, "/releases/" + name);
      server.redirect("/circle/" + name, "/circle/" + name);
    }

    assertThatThrownBy(() -> at(server.address().replace("releases", "circle")))
        .hasMessageContaining("the server answered 302");
    at(server.address().replace("releases", "latest"));

    assertThat(installed).hasContent(program("1.3.0"));
  }

  @Test
  void a_truncated_download_changes_nothing() throws IOException {
    String next = program("1.3.0");
    server.publish(next);
    server.put("/releases/kata", ReleaseServer.part(bytes(next), true));

    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, "bytes received");
  }

  @Test
  void a_server_that_falls_silent_is_given_up() throws IOException {
    limits = limits(2, 60, 60);
    String next = program("1.3.0");
    server.publish(next);
    server.put("/releases/kata", ReleaseServer.part(bytes(next), false));
    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, "kata: nothing arrived for 2 s");

    server.put("/releases/kata.sha256", ReleaseServer.part(new byte[0], false));
    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, "kata.sha256: nothing arrived for 2 s");
  }

  @Test
  void a_server_that_sends_too_slowly_or_too_much_is_given_up() throws IOException {
    limits = limits(60, 4, 60);
    server.publish(program("1.3.0"));
    byte[] large = new byte[100_001];
    server.put("/releases/kata", large);
    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, "/kata: it has more than 100000 bytes");

    server.put(
        "/releases/kata",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 100; i++) {
            ReleaseServer.sleep(100);
            exchange.getResponseBody().write('#');
            exchange.getResponseBody().flush();
          }
        });
    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, "not complete within 4 s");
  }

  @Test
  void a_file_with_another_checksum_changes_nothing() throws IOException {
    server.publish(program("1.3.0"));
    server.put("/releases/kata", program("6.6.6"));

    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, "the downloaded file has the checksum");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>", "abc  kata", "HASH", "HASH  kata.jar", "HASH  kata\nHASH x"})
  void a_malformed_checksum_is_refused(String text) throws IOException {
    server.put("/releases/kata.sha256", text.replace("HASH", "a".repeat(64)));

    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, "is not the checksum of one file");
  }

  @Test
  void what_is_not_there_is_told_with_its_address() throws IOException {
    assertRefused(
        () -> update("1.2.0"),
        ExitCode.FAILED,
        "cannot fetch %s/kata.sha256: the server answered 404".formatted(server.address()));

    server.put("/releases/kata.sha256", ReleaseServer.line(new byte[0]));
    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, "/kata: the server answered 404");

    server.close();
    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, "kata.sha256: no connection");
  }

  @ParameterizedTest
  @CsvSource({
    "exit 1,                       exited with 1",
    "echo kata 1.3.0; exit 3,      exited with 3",
    "echo something else,          printed 'something else'",
    "sleep 30,                     did not exit within 2 s",
  })
  void a_kata_that_does_not_run_changes_nothing(String body, String why) throws IOException {
    limits = limits(60, 60, 2);
    server.publish("#!/bin/sh\n" + body + "\n");

    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, why);
  }

  @Test
  void a_file_that_is_no_program_changes_nothing() throws IOException {
    server.publish("#!/nowhere/sh\n");

    assertRefused(() -> update("1.2.0"), ExitCode.FAILED, "the new version does not run: cannot");
  }

  @Test
  void a_place_that_cannot_be_written_is_told_before_the_download() {
    server.publish(program("1.3.0"));

    assertThatThrownBy(() -> updater("1.2.0").update(Path.of("/proc/version"), false, progress))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(e.hint()).contains("as root: sudo kata update"))
        .hasMessageContaining("cannot write beside /proc/version");
    assertThat(server.requests()).containsExactly("/releases/kata.sha256");
  }

  @Test
  void rolling_back_swaps_the_two() throws IOException {
    server.publish(program("1.3.0"));
    update("1.2.0");

    updater("1.3.0").rollBack(installed, progress);
    assertThat(installed).hasContent(program("1.2.0"));
    assertThat(backup()).hasContent(program("1.3.0"));
    assertThat(progress.lines())
        .endsWith("success: kata is now 1.2.0; run `kata update --rollback` to restore 1.3.0");

    updater("1.2.0").rollBack(installed, progress);
    assertThat(installed).hasContent(program("1.3.0"));
    assertThat(backup()).hasContent(program("1.2.0"));
    assertThat(permissions(installed)).isEqualTo("rwxr-xr-x");
    assertThat(names()).containsExactly("kata", "kata.backup");
  }

  @Test
  void rolling_back_needs_a_backup_that_runs() throws IOException {
    assertRefused(
        () -> updater("1.2.0").rollBack(installed, progress),
        ExitCode.REFUSED,
        "there is no backup %s to restore".formatted(backup()));

    Files.copy(Path.of("/bin/false"), backup());
    assertThatThrownBy(() -> updater("1.2.0").rollBack(installed, progress))
        .hasMessageContaining("the new version does not run");
    assertThat(installed).hasContent(program("1.2.0"));
  }

  @Test
  void what_a_killed_update_left_is_removed_and_what_a_running_one_has_is_not() throws IOException {
    String running = ".kata.%d.1.new".formatted(ProcessHandle.current().pid());
    for (String name : List.of(".kata.999999999.17.new", running, ".kata.new", "kata.7.1.new")) {
      Files.createFile(temp.resolve(name));
    }
    server.publish(program("1.3.0"));

    update("1.2.0");

    assertThat(names())
        .containsExactlyInAnyOrder("kata", "kata.backup", running, ".kata.new", "kata.7.1.new");
  }

  @Test
  void without_an_address_it_says_what_to_set_and_where() throws IOException {
    SelfUpdate unset =
        new SelfUpdate(
            new OsExec(Map.of()), Optional.empty(), temp.resolve("settings.env"), "1.2.0");

    assertThatThrownBy(() -> unset.update(installed, false, progress))
        .isInstanceOfSatisfying(
            KataException.class,
            e ->
                assertThat(e.hint())
                    .contains("KATA_UPDATE_URL=https://", temp.resolve("settings.env").toString()))
        .hasMessageStartingWith("KATA_UPDATE_URL is not set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org/kata",
        "ftp://example.org/",
        "file:///srv/kata",
        "https:///kata",
        "https://me:secret@example.org/",
        "https://example.org/?v=1",
        "https://exa mple.org/",
      })
  void an_address_that_is_none_is_refused(String address) {
    assertThatThrownBy(() -> at(address))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.REFUSED))
        .hasMessageContaining("not the address of a folder on a web server");
  }

  private void update(String version) {
    updater(version).update(installed, false, progress);
  }

  private void at(String address) {
    updater(address, "1.2.0").update(installed, false, progress);
  }

  private SelfUpdate updater(String version) {
    return updater(server.address(), version);
  }

  private SelfUpdate updater(String address, String version) {
    return new SelfUpdate(
        new OsExec(Map.of("PATH", "/usr/bin:/bin")),
        Optional.of(address),
        temp.resolve("settings.env"),
        version,
        limits);
  }

  private static Limits limits(int silence, int transfer, int start) {
    return new Limits(
        Duration.ofSeconds(10),
        Duration.ofSeconds(silence),
        Duration.ofSeconds(transfer),
        100_000,
        Duration.ofSeconds(start));
  }

  /** Checks that a call fails as expected and changes nothing. */
  private void assertRefused(ThrowingCallable call, ExitCode code, String message)
      throws IOException {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(code))
        .hasMessageContaining(message);
    assertThat(installed).hasContent(program("1.2.0"));
    assertThat(names()).containsExactly("kata");
  }

  private Path backup() {
    return temp.resolve("kata.backup");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static String program(String version) {
    return "#!/bin/sh\necho kata " + version + "\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
