package kata.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kata.process.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftoversTest {
  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void make() throws IOException {
    from = Files.createDirectories(folder.resolve("1"));
    to = Files.createDirectories(folder.resolve("2"));
  }

  @Test
  void a_file_is_in_both_folders_until_the_new_release_is_good() throws IOException {
    write("uploads/a.txt", "a");
    carry("uploads/a.txt");
    Files.writeString(to.resolve("uploads/a.txt"), "written by the new release");
    assertThat(from.resolve("uploads/a.txt")).hasContent("written by the new release");

    Leftovers.settle(List.of("uploads/a.txt"), from, to);
    assertThat(from.resolve("uploads/a.txt")).doesNotExist();
    assertThat(to.resolve("uploads/a.txt")).hasContent("written by the new release");
  }

  @Test
  void going_back_finds_all_and_leaves_nothing_behind() throws IOException {
    write("a.txt", "a");
    carry("a.txt");
    Leftovers.withdraw(List.of("a.txt"), from, to);
    assertThat(from.resolve("a.txt")).hasContent("a");
    assertThat(to).isEmptyDirectory();
  }

  @Test
  void what_the_new_release_lost_stays_in_the_old_one() throws IOException {
    write("a.txt", "a");
    carry("a.txt");
    Files.delete(to.resolve("a.txt"));
    Leftovers.settle(List.of("a.txt"), from, to);
    assertThat(from.resolve("a.txt")).hasContent("a");
  }

  @Test
  void links_stay_links_and_a_repository_inside_goes_as_a_whole() throws IOException {
    write("clone/.git/HEAD", "ref");
    Files.createSymbolicLink(from.resolve("latest"), Path.of("clone"));
    carry("clone", "latest", "gone.txt");
    assertThat(Files.readSymbolicLink(to.resolve("latest"))).hasToString("clone");
    assertThat(to.resolve("clone/.git/HEAD")).hasContent("ref");
    Leftovers.settle(List.of("clone", "latest", "gone.txt"), from, to);
    assertThat(from).isEmptyDirectory();
  }

  @Test
  void a_folder_that_made_way_for_the_link_is_not_emptied() throws IOException {
    write("a.txt", "a");
    Path link = Files.createSymbolicLink(folder.resolve("app"), from);
    Leftovers.settle(List.of("a.txt"), link, from);
    assertThat(from.resolve("a.txt")).hasContent("a");
  }

  private void carry(String... files) {
    Leftovers.carry(List.of(files), from, to, Progress.silent());
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(from.resolve(file).resolveSibling(""));
    Files.writeString(from.resolve(file), text);
  }
}
