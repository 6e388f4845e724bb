package kata.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kata.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warnings about a folder that is not in the commit. */
final class FileServerRootsTest {
  private static final Path CURRENT = Path.of("/srv/app/shop");

  @TempDir Path release;

  @Test
  void a_folder_that_is_there_or_is_not_of_the_code_is_fine() throws IOException {
    Files.createDirectories(release.resolve("web/public"));
    for (String root :
        new String[] {"/srv/app/shop/web/public", "/srv/app/shop", "/srv/app/shops/x"}) {
      assertThat(FileServerRoots.missing(files(root), CURRENT, release)).as(root).isEmpty();
    }
    assertThat(FileServerRoots.missing((ObjectNode) Json.read("{}"), CURRENT, release)).isEmpty();
  }

  @Test
  void a_missing_folder_is_reported_with_a_suggestion() throws IOException {
    Files.createDirectories(release.resolve("web/public"));
    Files.writeString(release.resolve("web/pubic2"), "no folder");
    assertThat(FileServerRoots.missing(files("/srv/app/shop/web/pubic"), CURRENT, release))
        .containsExactly(
            "Caddy is to serve 'web/pubic', which is no folder of the code; did you mean 'public'?");
    assertThat(FileServerRoots.missing(files("/srv/app/shop/build/out"), CURRENT, release))
        .containsExactly(
            "Caddy is to serve 'build/out', which is no folder of the code;"
                + " visitors get 404 until the app makes it");
  }

  private static ObjectNode files(String root) throws IOException {
    return (ObjectNode)
        Json.read(
            "{\"routes\":[{\"handle\":[{\"handler\":\"file_server\",\"root\":\"%s\"}]}]}"
                .formatted(root));
  }
}
