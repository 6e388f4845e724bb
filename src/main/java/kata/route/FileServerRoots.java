package kata.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kata.text.DidYouMean;

/** The folders of an app that Caddy serves files from. */
public final class FileServerRoots {
  private FileServerRoots() {}

  /**
   * Returns warnings about folders that neither this release nor the previous one contains. The app
   * may create them later, so this is no error.
   *
   * @param current where the code is once the release serves; the server says so
   */
  public static List<String> missing(ObjectNode server, Path current, Path release) {
    List<String> missing = new ArrayList<>();
    for (JsonNode handler : server.findParents("root")) {
      Path root = Path.of(handler.path("root").asText());
      if (handler.path("handler").asText().equals("file_server") && root.startsWith(current)) {
        Path name = current.relativize(root.normalize());
        Path folder = release.resolve(name);
        if (!Files.isDirectory(folder) && !Files.isDirectory(root)) {
          missing.add(
              "Caddy is to serve '%s', which is no folder of the code; ".formatted(name)
                  + near(folder));
        }
      }
    }
    return missing;
  }

  private static String near(Path folder) {
    return DidYouMean.question(beside(folder), String.valueOf(folder.getFileName()))
        .orElse("visitors get 404 until the app makes it");
  }

  private static List<String> beside(Path folder) {
    try (Stream<Path> beside = Files.list(folder.resolveSibling(""))) {
      return beside
          .filter(Files::isDirectory)
          .map(each -> String.valueOf(each.getFileName()))
          .toList();
    } catch (IOException e) { // not even the folder that it is to be in
      return List.of();
    }
  }
}
