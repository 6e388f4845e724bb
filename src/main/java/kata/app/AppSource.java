package kata.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import kata.compose.KataFile;
import kata.compose.KataFileReader;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.git.Blob;
import kata.git.Revision;
import kata.home.KataHome;

/** kata-compose.yaml of a commit or of a folder. A link in its place is refused, never followed. */
public final class AppSource {
  private static final String NAME = KataHome.SOURCE_FILE;
  private static final long LIMIT = 256 * 1024;

  private AppSource() {}

  public static KataFile of(BareRepository repository, Revision revision) {
    Optional<Blob> blob = repository.file(revision, NAME);
    if (blob.isEmpty()) {
      throw KataException.refused(
          "commit %s has no %s at its top".formatted(revision.shortForm(), NAME),
          "add one; docs/reference/kata-compose.md shows how");
    }
    if (!blob.get().regular()) {
      throw notRegular();
    }
    return KataFileReader.read(NAME, text(blob.get().content()));
  }

  public static KataFile of(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw KataException.refused("there is no " + file, "push the app, or put the file there");
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw notRegular();
    }
    try {
      if (Files.size(file) > LIMIT) {
        throw KataException.refused(NAME + ":1:1: the file is larger than 256 KiB", "");
      }
      return KataFileReader.read(NAME, text(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw KataException.refused("cannot read %s: %s".formatted(file, e.getMessage()), "");
    }
  }

  private static KataException notRegular() {
    return KataException.refused(NAME + " is a link or a folder", "commit it as a plain file");
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw KataException.refused(NAME + ":1:1: the file is not UTF-8 text", "save it as UTF-8");
    }
  }
}
