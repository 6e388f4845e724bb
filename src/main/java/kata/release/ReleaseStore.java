package kata.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import kata.compose.ComposeGenerator;
import kata.docker.Stack;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.git.BareRepository;
import kata.git.Revision;
import kata.home.AppHome;
import kata.home.AtomicFile;
import kata.home.FolderTree;
import kata.home.Mode;
import kata.process.Progress;

/**
 * The releases of one app: {@code releases/<app>/<n>} with the record {@code <n>.json} beside it,
 * and the link {@code app/<app>} to the current one. A release without a record was never promoted.
 */
public final class ReleaseStore {
  private static final int KEPT = 5;
  private static final Pattern IMAGE = Pattern.compile("sha256:[0-9a-f]{64}");

  private final AppHome app;
  private final ReleaseFiles files;
  private final BareRepository repository;

  public ReleaseStore(AppHome app, BareRepository repository) {
    this.app = app;
    this.files = new ReleaseFiles(app.releases());
    this.repository = repository;
  }

  /** Returns what runs now: the release the link names, or a folder put there by hand. */
  public Optional<Release> current() {
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
          ReleaseFiles.number(target)
              .map(this::numbered)
              .orElseGet(() -> new Release(0, target, "")));
    } catch (IOException e) {
      throw ReleaseFiles.failed("read the link " + code, e);
    }
  }

  /** Returns the record of a release; nothing for a folder kata never started. */
  public Optional<ReleaseRecord> record(Release release) {
    return ReleaseRecord.read(files.recordFile(release.number()));
  }

  /** Returns how a release runs. */
  public Mode mode(Release release) {
    return record(release)
        .map(ReleaseRecord::mode)
        .or(() -> ModeChoice.read(release.code()))
        .orElse(Mode.COMPOSE);
  }

  /** Returns the release of a number, whether it is there or not. */
  public Release numbered(int number) {
    Path folder = number == 0 ? app.code() : files.folder(number);
    String revision =
        ReleaseRecord.read(files.recordFile(number)).map(ReleaseRecord::revision).orElse("");
    return new Release(number, folder, revision);
  }

  /** Returns the promoted releases that are kept, from old to new. */
  public List<Release> promoted() {
    return files.numbers().stream()
        .filter(number -> Files.exists(files.recordFile(number)))
        .map(this::numbered)
        .toList();
  }

  /**
   * Returns the folders of dependencies that kept releases use; empty if the record of a release
   * does not name them, because an older version of kata wrote it.
   */
  public Optional<Set<String>> dependencies() {
    Set<String> names = new TreeSet<>();
    for (int number : files.numbers()) {
      Optional<Set<String>> recorded =
          ReleaseRecord.read(files.recordFile(number)).flatMap(ReleaseRecord::dependencies);
      if (recorded.isEmpty()) {
        return Optional.empty();
      }
      names.addAll(recorded.get());
    }
    return Optional.of(names);
  }

  /** Returns the images that releases name by their ids: those that were built for them. */
  public Set<String> images() {
    Set<String> ids = new TreeSet<>();
    for (int number : files.numbers()) {
      Release release = numbered(number);
      for (Path file : List.of(release.generated(), release.draft())) {
        IMAGE.matcher(textOf(file)).results().map(MatchResult::group).forEach(ids::add);
      }
    }
    return ids;
  }

  /** Returns what runs of a release; nothing when it was never started or has no services. */
  public Optional<Stack> stack(Release release) {
    return release.started() && ComposeGenerator.runsSomething(textOf(release.generated()))
        ? Optional.of(new Stack(app.name().project(), release.code(), release.generated()))
        : Optional.empty();
  }

  /**
   * Returns the text of a generated file; the empty string when there is none, or a link in its
   * place.
   */
  public static String textOf(Path file) {
    try {
      // A commit may have a link in its place, which is replaced when the file is written.
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw ReleaseFiles.failed("read " + file, e);
    }
  }

  /** Checks a commit out beside the others. */
  public Release checkOut(Revision revision) {
    AtomicFile.makeFolder(app.releases());
    int number = nextNumber();
    Path folder = files.folder(number);
    repository.checkout(revision, folder);
    return new Release(number, folder, revision.value());
  }

  /**
   * Writes the files of a commit into a folder of its own in the cache, for a plan, as the release
   * that it would become. The caller deletes the folder.
   */
  public Release checkOutForPlan(Revision revision) {
    AtomicFile.makeFolder(app.cache());
    Release trial = new Release(nextNumber(), planFolder(), revision.value());
    try {
      repository.export(revision, trial.code());
      return trial;
    } catch (KataException e) {
      FolderTree.delete(trial.code());
      throw e;
    }
  }

  private Path planFolder() {
    try {
      return Files.createTempDirectory(app.cache(), ".plan-");
    } catch (IOException e) {
      throw ReleaseFiles.failed("make a folder in " + app.cache(), e);
    }
  }

  private int nextNumber() {
    return files.numbers().stream().reduce((a, b) -> b).orElse(0) + 1;
  }

  /** Returns the repository that releases are checked out from. */
  public BareRepository repository() {
    return repository;
  }

  /**
   * Writes the record a release is going to serve with, beside the one it served with before.
   * Throws also when the release could not become the current one.
   */
  public void stage(Release release, ReleaseRecord record) {
    AtomicFile.makeFolder(app.releases());
    AtomicFile.makeFolder(app.home().apps());
    if (!Files.isWritable(app.home().apps())) {
      throw new OperationFailed(
          "cannot write to %s, where the link to the current release is"
              .formatted(app.home().apps()),
          "check permissions there, and whether the disk is mounted read-only");
    }
    record.write(files.stagedFile(release.number()));
  }

  /** Returns the record of a release that is not promoted yet. */
  public Optional<ReleaseRecord> staged(Release release) {
    return ReleaseRecord.read(files.stagedFile(release.number()));
  }

  /**
   * Makes a staged release the current one, with its record, its generated file and its mode. Can
   * be called again after an interruption.
   */
  public void promote(Release release) {
    staged(release).ifPresent(record -> ModeChoice.write(release.code(), record.choice()));
    replace(release.draft(), release.generated());
    replace(files.stagedFile(release.number()), files.recordFile(release.number()));
    if (release.number() > 0) { // a folder that was put there by hand stays the current one
      takeOverFolder();
      AtomicFile.makeFolder(app.home().apps());
      AtomicFile.link(app.code(), app.home().apps().relativize(release.code()));
    }
    FolderTree.delete(files.stoppedFile());
  }

  /** Discards what was staged for a release, and the release itself if it was never promoted. */
  public void discardStaged(Release release) {
    AtomicFile.delete(release.draft());
    AtomicFile.delete(files.stagedFile(release.number()));
    if (!isCurrent(release) && !Files.exists(files.recordFile(release.number()))) {
      FolderTree.delete(release.code());
    }
  }

  /** What runs is never deleted, even without its record; nor is a folder put there by hand. */
  private boolean isCurrent(Release release) {
    return release.number() == 0
        || current().map(now -> now.number() == release.number()).orElse(false);
  }

  /** Discards everything staged while no change is under way: the remains of a killed kata. */
  public void discardAllStaged() {
    current().ifPresent(this::discardStaged); // a folder that was put there by hand has no number
    files.numbers().forEach(number -> discardStaged(numbered(number)));
  }

  /** Returns the file of the change that is under way; see {@link Journal}. */
  public Path journal() {
    return files.journal();
  }

  /** Returns whether the app is to stay down, also over a boot. */
  public boolean stopped() {
    return Files.exists(files.stoppedFile());
  }

  /** Returns what Caddy is to serve for a release, or to say of it while the app is stopped. */
  public Optional<ObjectNode> served(Release release) {
    return record(release).flatMap(record -> record.served(stopped()));
  }

  /** Notes that the app is to stay down until it is started again. */
  public void noteStopped() {
    AtomicFile.makeFolder(app.releases());
    AtomicFile.write(files.stoppedFile(), "", "rw-r--r--");
  }

  /** Removes all but the last releases; what the app wrote into them goes to its data. */
  public void prune(Release current, Progress progress) {
    for (int number : expired(files.numbers())) {
      if (number != current.number()) {
        Path folder = files.folder(number);
        Release old = new Release(number, folder, "");
        List<String> written = leftovers(old);
        Path kept = app.leftovers().resolve(Integer.toString(number));
        Leftovers.keep(written, folder, kept);
        if (!written.isEmpty()) {
          progress.detail(
              "%d files the app wrote into release %d are now in %s"
                  .formatted(written.size(), number, kept));
        }
        discard(old);
      }
    }
  }

  /** Returns the numbers of the releases that the next deploy prunes. */
  public List<Integer> expiring() {
    List<Integer> then = new ArrayList<>(files.numbers());
    then.add(nextNumber());
    return expired(then);
  }

  private static List<Integer> expired(List<Integer> numbers) {
    return List.copyOf(numbers.subList(0, Math.max(0, numbers.size() - KEPT)));
  }

  /** Returns the files that the app wrote into the folder of a release. */
  public List<String> leftovers(Release release) {
    return Files.exists(release.code().resolve(".git"))
        ? repository.leftovers(release.code())
        : List.of();
  }

  /**
   * A folder that is there by hand, or from the original kata, becomes a release of its own:
   * running containers keep it, and nothing in it is lost.
   */
  private void takeOverFolder() {
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
      throw ReleaseFiles.failed("take over the folder " + code, e);
    }
  }

  private void discard(Release release) {
    FolderTree.delete(
        files.recordFile(release.number())); // first: without it the rest is not wanted
    discardStaged(release);
  }

  private static void replace(Path draft, Path file) {
    if (Files.exists(draft, LinkOption.NOFOLLOW_LINKS)) {
      AtomicFile.replace(file, draft);
    }
  }
}
