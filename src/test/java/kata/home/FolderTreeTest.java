package kata.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderTreeTest {
  @TempDir Path temp;

  @Test
  void links_are_deleted_and_not_followed() throws IOException {
    Path kept = Files.createDirectories(temp.resolve("kept"));
    Files.writeString(kept.resolve("file"), "x");
    Path tree = Files.createDirectories(temp.resolve("tree/sub"));
    Files.createSymbolicLink(tree.resolve("to-folder"), kept);
    Files.createSymbolicLink(tree.resolve("to-file"), kept.resolve("file"));
    Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(tree.resolve("loop"), Path.of(".."));
    FolderTree.delete(temp.resolve("tree"));
    assertThat(temp.resolve("tree")).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("x");
  }

  @Test
  void a_link_as_the_root_is_deleted_and_not_followed() throws IOException {
    Path kept = Files.createDirectories(temp.resolve("kept"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), kept);
    Path dangling = Files.createSymbolicLink(temp.resolve("dangling"), Path.of("nowhere"));
    FolderTree.delete(link);
    FolderTree.delete(dangling);
    assertThat(temp).isDirectoryContaining(path -> path.equals(kept));
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(Files.isSymbolicLink(dangling)).isFalse();
  }

  @Test
  void nothing_there_is_fine_and_a_file_goes_too() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    FolderTree.delete(file);
    FolderTree.delete(file);
    assertThat(file).doesNotExist();
  }
}
