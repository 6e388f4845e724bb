package kata.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kata.error.KataException;
import kata.git.hook.Hook;
import kata.home.AppName;
import kata.home.AtomicFile;
import kata.home.FolderTree;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;
import kata.text.Reason;

/**
 * The bare repository of an app, the target of its pushes. Also works with one that was created by
 * hand or by kata.py. Throws a {@link KataException} with git's error text when git fails.
 */
public final class BareRepository {
  private static final long LARGEST_FILE = 256 * 1024;

  private final Path path;
  private final Git git;

  /** Represents the repository at a path, whether it exists or not. */
  public BareRepository(Path path, Exec exec) {
    this(path, exec, Map.of());
  }

  /**
   * Represents the repository before it has accepted a push.
   *
   * @param quarantine the variables by which git finds the objects of the push
   */
  public BareRepository(Path path, Exec exec, Map<String, String> quarantine) {
    this.path = path.toAbsolutePath().normalize();
    this.git = new Git(exec, quarantine);
  }

  /** Returns whether there is a bare repository. */
  public boolean exists() {
    return Files.isRegularFile(path.resolve("HEAD"))
        && Files.isDirectory(path.resolve("objects"))
        && Files.isDirectory(path.resolve("refs"));
  }

  /** Creates an empty repository atomically; does nothing when there is one. */
  public void create() {
    if (exists()) {
      return;
    }
    Path parent = path.resolveSibling("");
    AtomicFile.makeFolder(parent);
    Path fresh = temporaryFolder(parent);
    try {
      git.run(
          "create the repository " + path,
          Git.command("-c", "init.defaultBranch=" + Branches.FIRST)
              .with("init", "--quiet", "--bare", "--template=", "--", fresh.toString()));
      new RepositoryConfig(git, fresh).begin();
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another first push of the same app may have created it.
      if (!exists()) {
        throw Git.failure("create the repository " + path, "another file or folder is there", e);
      }
    } finally {
      FolderTree.delete(fresh);
    }
  }

  /** Adds the missing git configuration, and corrects the settings that kata needs; idempotent. */
  public void configure() {
    if (!Files.isWritable(path)) {
      throw Git.failure("write to " + path, "it is read-only, or belongs to another user", "");
    }
    new RepositoryConfig(git, path).complete();
  }

  /**
   * Installs the hooks that pass every push to kata, before and after git accepts it, or updates
   * them when a path changed. Keeps an existing hook of someone else as {@code NAME.before-kata}.
   */
  public void installHooks(Path kata, Path kataRoot, AppName app) {
    Path hooks = path.resolve("hooks");
    new Hook(hooks.resolve("pre-receive"), Hook.CHECK).install(kata, kataRoot, app);
    new Hook(hooks.resolve("post-receive"), Hook.DEPLOY).install(kata, kataRoot, app);
  }

  /**
   * Returns the deploy branch: the branch of HEAD. If that does not exist, sets HEAD to {@code
   * main} or {@code master} if one exists, else to the first branch of this push.
   */
  public DeployBranch deployBranch(List<RefUpdate> updates) {
    Branches all = Branches.of(git, path);
    DeployBranch branch = all.toDeploy(updates, this::named);
    if (all.head().isEmpty() && branch.newest().isPresent()) {
      git.run(
          "choose the deploy branch of " + path,
          on("symbolic-ref", "HEAD", Branches.PREFIX + branch.name()));
    }
    return branch;
  }

  /** Returns the deploy branch as it would be after a push, and changes nothing. */
  public DeployBranch branchToDeploy(List<RefUpdate> updates) {
    return Branches.of(git, path).toDeploy(updates, this::named);
  }

  /** Returns the newest commit of the deploy branch, if there is one. */
  public Optional<Revision> newest() {
    return deployBranch(List.of()).newest();
  }

  /**
   * Returns the entry at a path of a commit, without following links; empty when there is none.
   * Rejects a file over 256 KiB.
   */
  public Optional<Blob> file(Revision revision, String file) {
    String entry =
        new String(
            git.run(
                    "list " + revision.shortForm(),
                    on("ls-tree", "-z", "--long", revision.value(), "--", file))
                .bytes(),
            StandardCharsets.UTF_8);
    // <mode> <type> <object> <size>\t<path>\0, the size padded with spaces
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = List.of(entry.substring(0, entry.indexOf('\t')).split(" +", -1));
    if (!words.get(0).startsWith("100")) {
      return Optional.of(new Blob(false, new byte[0]));
    }
    String size =
        words.get(3); // not a number for a damaged object: reading it fails with the reason
    if (size.matches("[0-9]+") && Long.parseLong(size) > LARGEST_FILE) {
      throw KataException.refused(
          "%s has %s bytes; kata reads at most %d".formatted(file, size, LARGEST_FILE),
          "commit a smaller file");
    }
    byte[] content = git.run("read " + file, on("cat-file", "blob", words.get(2))).bytes();
    return Optional.of(new Blob(true, content));
  }

  /** Returns whether the commit is here. */
  public boolean has(Revision revision) {
    return git.attempt(on("cat-file", "-e", revision.value() + "^{commit}")).ok();
  }

  /**
   * Checks out a commit, with its submodules, into a new or empty folder. Deletes the folder when
   * anything fails.
   */
  public void checkout(Revision revision, Path folder) {
    new Checkout(git, path, folder.toAbsolutePath().normalize()).create(revision);
  }

  /** Writes the files of a commit, without its submodules, into an empty folder. */
  public void export(Revision revision, Path folder) {
    new Checkout(git, path, folder.toAbsolutePath().normalize()).export(revision);
  }

  /**
   * Returns the paths in a checkout that differ from its commit: new or changed files, ignored ones
   * too, except caches and kata's own files. Does not look into submodules.
   */
  public List<String> leftovers(Path checkout) {
    return new Checkout(git, path, checkout.toAbsolutePath().normalize()).leftovers();
  }

  private String named() {
    Result head = git.attempt(on("symbolic-ref", "--quiet", "HEAD"));
    return head.ok() && head.text().startsWith(Branches.PREFIX)
        ? head.text().substring(Branches.PREFIX.length())
        : Branches.FIRST;
  }

  private Invocation on(String... arguments) {
    return Git.on(path, arguments);
  }

  private Path temporaryFolder(Path parent) {
    try {
      // The dot excludes it from the list of apps.
      return Files.createTempDirectory(parent, ".new-" + path.getFileName() + "-");
    } catch (IOException e) {
      throw Git.failure("create a folder in " + parent, Reason.of(e), e);
    }
  }
}
