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
import kata.home.AppName;
import kata.home.AtomicFile;
import kata.home.FolderTree;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;
import kata.text.Reason;

/**
 * The bare repository of an app, the target of its pushes. Takes over one that was made by hand or
 * by kata.py. Where git fails, throws a {@link KataException} with git's own words.
 */
public final class BareRepository {
  private static final long LARGEST_FILE = 256 * 1024;

  private final Path path;
  private final Git git;

  /** Stands for the repository at a path, whether it exists or not. */
  public BareRepository(Path path, Exec exec) {
    this(path, exec, Map.of());
  }

  /**
   * Stands for the repository while a push to it is not taken in yet.
   *
   * @param quarantine the variables by which git finds the objects of the push
   */
  public BareRepository(Path path, Exec exec, Map<String, String> quarantine) {
    this.path = path.toAbsolutePath().normalize();
    this.git = new Git(exec, quarantine);
  }

  /** Tells whether there is a bare repository. */
  public boolean exists() {
    return Files.isRegularFile(path.resolve("HEAD"))
        && Files.isDirectory(path.resolve("objects"))
        && Files.isDirectory(path.resolve("refs"));
  }

  /** Makes an empty repository, whole or not at all; does nothing when there is one. */
  public void create() {
    if (exists()) {
      return;
    }
    Path parent = path.resolveSibling("");
    AtomicFile.makeFolder(parent);
    Path fresh = temporaryFolder(parent);
    try {
      git.run(
          "make the repository " + path,
          Git.phrase("-c", "init.defaultBranch=" + Branches.FIRST)
              .with("init", "--quiet", "--bare", "--template=", "--", fresh.toString()));
      new RepositoryConfig(git, fresh).begin();
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another first push of the same app may have been quicker.
      if (!exists()) {
        throw Git.failure("make the repository " + path, "something else is there", e);
      }
    } finally {
      FolderTree.delete(fresh);
    }
  }

  /** Sets what kata needs and what is missing; any number of times. */
  public void configure() {
    if (!Files.isWritable(path)) {
      throw Git.failure("write to " + path, "it is read-only, or belongs to another user", "");
    }
    new RepositoryConfig(git, path).complete();
  }

  /**
   * Installs the hooks that hand every push to kata, before and after it is taken in, or renews
   * them when a path changed. A hook of somebody else is kept beside it as {@code
   * NAME.before-kata}.
   */
  public void installHooks(Path kata, Path kataRoot, AppName app) {
    Path hooks = path.resolve("hooks");
    new Hook(hooks.resolve("pre-receive"), Hook.CHECK).install(kata, kataRoot, app);
    new Hook(hooks.resolve("post-receive"), Hook.DEPLOY).install(kata, kataRoot, app);
  }

  /**
   * Returns the branch that deploys: the one HEAD names. While HEAD names none that exists, adopts
   * {@code main} or {@code master} if it is there, else the first branch of this push.
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

  /** Returns the branch that would deploy once a push is taken in, and changes nothing. */
  public DeployBranch branchToDeploy(List<RefUpdate> updates) {
    return Branches.of(git, path).toDeploy(updates, this::named);
  }

  /** Returns the newest commit of the branch that deploys, if there is one. */
  public Optional<Revision> newest() {
    return deployBranch(List.of()).newest();
  }

  /**
   * Returns what stands at a path of a commit, without following links, or nothing. Refuses a file
   * over 256 KiB.
   */
  public Optional<Blob> file(Revision revision, String file) {
    String entry =
        new String(
            git.run(
                    "list " + revision.shortForm(),
                    on("ls-tree", "-z", "--long", revision.value(), "--", file))
                .bytes(),
            StandardCharsets.UTF_8);
    // <mode> <type> <object> <size>\t<path>\0, the size with blanks before it
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = List.of(entry.substring(0, entry.indexOf('\t')).split(" +", -1));
    if (!words.get(0).startsWith("100")) {
      return Optional.of(new Blob(false, new byte[0]));
    }
    String size = words.get(3); // no number where the object is damaged: reading it says why
    if (size.matches("[0-9]+") && Long.parseLong(size) > LARGEST_FILE) {
      throw KataException.refused(
          "%s has %s bytes; kata reads at most %d".formatted(file, size, LARGEST_FILE),
          "commit a smaller one");
    }
    byte[] content = git.run("read " + file, on("cat-file", "blob", words.get(2))).bytes();
    return Optional.of(new Blob(true, content));
  }

  /** Tells whether the commit is here. */
  public boolean has(Revision revision) {
    return git.attempt(on("cat-file", "-e", revision.value() + "^{commit}")).ok();
  }

  /**
   * Checks a commit out, with its submodules, into a folder that is new or empty. The folder is
   * gone again when anything fails.
   */
  public void checkout(Revision revision, Path folder) {
    new Checkout(git, path, folder.toAbsolutePath().normalize()).make(revision);
  }

  /** Writes the files of a commit, without its submodules, into an empty folder. */
  public void export(Revision revision, Path folder) {
    new Checkout(git, path, folder.toAbsolutePath().normalize()).export(revision);
  }

  /**
   * Returns the paths in a checkout that are not as its commit has them: new or changed files,
   * ignored ones too, but for caches and what kata writes. Does not look into submodules.
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
      // The dot keeps it out of the list of apps.
      return Files.createTempDirectory(parent, ".new-" + path.getFileName() + "-");
    } catch (IOException e) {
      throw Git.failure("make a folder in " + parent, Reason.of(e), e);
    }
  }
}
