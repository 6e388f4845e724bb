package kata.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import kata.cli.ExitCode;
import kata.error.KataException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
  @TempDir Path temp;

  @Test
  void text_and_mode_are_those_asked_for() throws IOException {
    Path file = temp.resolve("f");
    AtomicFile.write(file, "ü\n", "rw-------");
    assertThat(mode(file)).isEqualTo("rw-------");
    AtomicFile.write(file, "two", "rwxr-xr-x");
    assertThat(file).hasContent("two");
    assertThat(mode(file)).isEqualTo("rwxr-xr-x");
    assertThat(names()).containsExactly("f");
  }

  @Test
  void a_note_replaces_what_is_there_and_leaves_nothing_beside_it() throws IOException {
    Path file = Files.createSymbolicLink(temp.resolve("f"), temp.resolve("elsewhere"));
    Files.writeString(temp.resolve(".f.new"), "half");
    AtomicFile.note(file, "one\n");
    AtomicFile.note(file, "ü\n");
    assertThat(file).hasContent("ü");
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    assertThat(names()).containsExactly("f");
  }

  @Test
  void a_link_in_its_place_is_replaced_and_not_followed() throws IOException {
    Path secret = Files.writeString(temp.resolve("secret"), "keep");
    Path file = Files.createSymbolicLink(temp.resolve("f"), secret);
    AtomicFile.write(file, "new", "rw-r--r--");
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(file).hasContent("new");
    assertThat(secret).hasContent("keep");
  }

  @Test
  void a_link_where_the_temporary_file_goes_is_not_followed() throws IOException {
    Path secret = Files.writeString(temp.resolve("secret"), "keep");
    Files.createSymbolicLink(temp.resolve(".f.new"), secret);
    AtomicFile.write(temp.resolve("f"), "new", "rw-r--r--");
    assertThat(secret).hasContent("keep");
    assertThat(names()).containsExactlyInAnyOrder("f", "secret");
  }

  @Test
  void what_a_crash_left_is_no_obstacle() throws IOException {
    Files.writeString(temp.resolve(".f.new"), "half");
    AtomicFile.write(temp.resolve("f"), "whole", "rw-r--r--");
    assertThat(names()).containsExactly("f");
  }

  @Test
  void a_folder_in_the_way_is_told_and_kept() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("f/inner"));
    assertFails(() -> AtomicFile.write(temp.resolve("f"), "x", "rw-r--r--"), "cannot write");
    assertFails(() -> AtomicFile.link(temp.resolve("f"), Path.of("x")), "cannot link");
    assertThat(folder).isDirectory();
    assertThat(names()).containsExactly("f");
  }

  @Test
  void a_file_in_the_way_of_a_folder_is_told() throws IOException {
    Path file = Files.writeString(temp.resolve("f"), "keep");
    assertFails(() -> AtomicFile.makeFolder(file.resolve("sub")), "cannot create the folder");
    assertFails(() -> AtomicFile.write(file.resolve("sub"), "x", "rw-r--r--"), "cannot write");
    assertThat(file).hasContent("keep");
  }

  @Test
  void a_link_is_pointed_elsewhere_at_once() throws IOException {
    Path link = temp.resolve("link");
    AtomicFile.link(link, Path.of("one"));
    AtomicFile.link(link, Path.of("two"));
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("two"));
    assertThat(names()).containsExactly("link");
  }

  @Test
  void a_failed_write_keeps_the_old_file() throws IOException {
    Path file = Files.writeString(temp.resolve("f"), "old");
    Files.createDirectories(temp.resolve(".f.new/in-the-way"));
    assertFails(() -> AtomicFile.write(file, "new", "rw-r--r--"), "cannot write");
    assertThat(file).hasContent("old");
  }

  private static void assertFails(ThrowingCallable call, String what) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KataException.class,
            e -> {
              assertThat(ExitCode.of(e)).isEqualTo(ExitCode.FAILED);
              assertThat(e.hint()).isNotEmpty();
            })
        .hasMessageContaining(what);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(temp)) {
      return all.map(path -> temp.relativize(path).toString()).toList();
    }
  }
}
