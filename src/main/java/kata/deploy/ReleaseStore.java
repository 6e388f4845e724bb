package kata.deploy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kata.env.Env;
import kata.error.ExitCode;
import kata.error.KataException;
import kata.git.BareRepository;
import kata.git.Revision;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.home.FolderTree;
import kata.home.Mode;
import kata.process.Progress;

/**
 * The releases of one app: {@code releases/<app>/<n>} with the record {@code <n>.json} beside it,
 * and the link {@code app/<app>} to the current one. A release without a record did not finish.
 */
final class ReleaseStore {
  private static final int KEPT = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AppHome app;
  private final BareRepository repository;

  ReleaseStore(AppHome app, BareRepository repository) {
    this.app = app;
    this.repository = repository;
  }

  /** Returns what runs now: the release the link names, or a folder put there by hand. */
  Optional<Release> current() {
    Path code = app.code();
    if (!Files.isSymbolicLink(code)) {
      return Files.isDirectory(code) ? Optional.of(new Release(0, code, "")) : Optional.empty();
    }
    try {
      Path target = code.resolveSibling(Files.readSymbolicLink(code)).normalize();
      if (!Files.isDirectory(target)) {
        return Optional.empty();
      }
      return Optional.of(
          number(target).map(this::numbered).orElseGet(() -> new Release(0, target, "")));
    } catch (IOException e) {
      throw failed("read the link " + code, e);
    }
  }

  /** Returns the Caddy server object a release was finished with. */
  Optional<ObjectNode> server(Release release) {
    return record(release.number())
        .map(node -> node.get("server"))
        .filter(JsonNode::isObject)
        .map(ObjectNode.class::cast);
  }

  /** Returns the environment a release was finished with. */
  Optional<Env> env(Release release) {
    return record(release.number())
        .map(node -> node.get("environment"))
        .filter(JsonNode::isObject)
        .map(
            node -> {
              Map<String, String> values = new LinkedHashMap<>();
              node.properties()
                  .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
              return Env.of(values);
            });
  }

  /** Returns the releases that were finished and are kept, from old to new. */
  List<Release> finished() {
    return numbers().stream()
        .filter(number -> Files.exists(recordFile(number)))
        .map(this::numbered)
        .toList();
  }

  /**
   * Returns when a release was finished, as ISO 8601 in UTC; empty for a folder put there by hand.
   */
  String finishedAt(Release release) {
    return recorded(release.number(), "deployedAt").orElse("");
  }

  /**
   * Returns the folders of dependencies that kept releases use; nothing where a release does not
   * tell, since an older kata recorded it.
   */
  Optional<Set<String>> dependencies() {
    Set<String> names = new TreeSet<>();
    for (int number : numbers()) {
      Optional<JsonNode> told = record(number).map(node -> node.get("dependencies"));
      if (told.isEmpty()) {
        return Optional.empty();
      }
      told.get().forEach(name -> names.add(name.asText()));
    }
    return Optional.of(names);
  }

  /** Returns how a release runs. */
  Mode mode(Release release) {
    return recorded(release.number(), "mode")
        .flatMap(Mode::of)
        .or(() -> Modes.choice(release.code()))
        .orElse(Mode.COMPOSE);
  }

  /** Checks a commit out beside the others. What an interrupted deploy left is removed first. */
  Release checkOut(Revision revision) {
    AtomicFile.makeFolder(app.releases());
    removeUnfinished();
    int last = numbers().stream().reduce((a, b) -> b).orElse(0);
    Path folder = app.releases().resolve(Integer.toString(last + 1));
    repository.checkout(revision, folder);
    return new Release(last + 1, folder, revision.value());
  }

  /** Records a release as good and makes it the current one. */
  void finish(Release release, Terms terms) {
    ObjectNode record = JSON.createObjectNode();
    record.put("number", release.number());
    record.put("revision", release.revision());
    record.put("mode", terms.mode().word());
    record.put("deployedAt", Instant.now().toString());
    record.set("environment", JSON.valueToTree(terms.env().asMap()));
    record.set("dependencies", JSON.valueToTree(new TreeSet<>(terms.dependencies())));
    terms.server().ifPresent(object -> record.set("server", object));
    AtomicFile.makeFolder(app.releases());
    AtomicFile.write(recordFile(release.number()), record.toPrettyString() + "\n", "rw-------");
    if (release.number() == 0) {
      return; // a folder that was put there by hand stays the current one
    }
    makeWay();
    AtomicFile.makeFolder(app.home().apps());
    AtomicFile.link(app.code(), app.home().apps().relativize(release.code()));
  }

  void discard(Release release) {
    FolderTree.delete(release.code());
    FolderTree.delete(recordFile(release.number()));
  }

  /** Removes all but the last releases; what the app wrote into them goes to its data. */
  void prune(Release current, Progress progress) {
    List<Integer> numbers = numbers();
    for (int number : numbers.subList(0, Math.max(0, numbers.size() - KEPT))) {
      if (number != current.number()) {
        Path folder = app.releases().resolve(Integer.toString(number));
        saveLeftovers(number, folder, progress);
        discard(new Release(number, folder, ""));
      }
    }
  }

  /** Tells which files the app wrote into the folder of a release. */
  List<String> leftovers(Release release) {
    return Files.exists(release.code().resolve(".git"))
        ? repository.leftovers(release.code())
        : List.of();
  }

  /**
   * A folder that is there by hand, or from the original kata, becomes a release of its own:
   * running containers keep it, and nothing in it is lost.
   */
  private void makeWay() {
    Path code = app.code();
    if (Files.isSymbolicLink(code) || !Files.exists(code, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Path place = app.releases().resolve("taken-over");
      for (int n = 2; Files.exists(place); n++) {
        place = app.releases().resolve("taken-over-" + n);
      }
      Files.move(code, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed("take over the folder " + code, e);
    }
  }

  private void saveLeftovers(int number, Path folder, Progress progress) {
    List<String> files = leftovers(new Release(number, folder, ""));
    Path kept = app.leftovers().resolve(Integer.toString(number));
    for (String file : files) {
      Path from = folder.resolve(file);
      Path to = kept.resolve(file);
      try {
        Files.createDirectories(to.resolveSibling("."));
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
      } catch (NoSuchFileException e) {
        // The app deleted it meanwhile.
      } catch (IOException e) {
        throw failed("keep " + from + " under " + kept, e);
      }
    }
    if (!files.isEmpty()) {
      progress.detail(
          "%d files the app wrote into release %d are now in %s"
              .formatted(files.size(), number, kept));
    }
  }

  private void removeUnfinished() {
    for (int number : numbers()) {
      if (!Files.exists(recordFile(number))) {
        discard(new Release(number, app.releases().resolve(Integer.toString(number)), ""));
      }
    }
  }

  private Release numbered(int number) {
    Path folder = app.releases().resolve(Integer.toString(number));
    return new Release(number, folder, recorded(number, "revision").orElse(""));
  }

  private List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(app.releases(), Files::isDirectory)) {
      folders.forEach(folder -> number(folder).ifPresent(numbers::add));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("list " + app.releases(), e);
    }
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  private static Optional<Integer> number(Path folder) {
    String name = String.valueOf(folder.getFileName());
    return name.matches("[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(name)) : Optional.empty();
  }

  private Path recordFile(int number) {
    return app.releases().resolve(number + ".json");
  }

  private Optional<String> recorded(int number, String key) {
    return record(number).map(node -> node.path(key).asText(""));
  }

  private Optional<JsonNode> record(int number) {
    Path file = recordFile(number);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(Files.readString(file)));
    } catch (JacksonException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read " + file, e);
    }
  }

  private static KataException failed(String what, IOException e) {
    return new KataException(
        ExitCode.FAILED, "cannot %s: %s".formatted(what, e), "check permissions there", e);
  }
}
