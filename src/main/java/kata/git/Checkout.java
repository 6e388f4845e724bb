package kata.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kata.home.FolderTree;
import kata.home.KataHome;
import kata.process.Invocation;
import kata.text.Reason;

/** A folder with the files of one commit, checked out from a bare repository. */
record Checkout(Git git, Path repository, Path folder) {
  private static final Duration COPY_LIMIT = Duration.ofMinutes(10);
  private static final Duration NETWORK_LIMIT = Duration.ofMinutes(15);
  private static final Set<String> CACHES = Set.of("__pycache__", "node_modules", ".pytest_cache");
  private static final Set<String> KATA_FILES =
      Set.of(KataHome.GENERATED_FILE, KataHome.DRAFT_FILE, KataHome.MODE_FILE);

  /** Creates the folder; deletes it when anything fails. */
  void create(Revision revision) {
    requireEmptyFolder();
    boolean made = false;
    try {
      copy(revision);
      if (Files.exists(folder.resolve(".gitmodules"), LinkOption.NOFOLLOW_LINKS)) {
        git.run(
            "check out the submodules",
            inside("submodule", "update", "--init", "--recursive", "--quiet")
                .within(NETWORK_LIMIT));
      }
      made = true;
    } finally {
      if (!made) {
        FolderTree.delete(folder);
      }
    }
  }

  /** Writes the files of a commit into the folder, without a repository and without submodules. */
  void export(Revision revision) {
    Path own = temporaryFolder();
    try {
      Path index = own.resolve("index");
      git.run("read " + revision.shortForm(), compare(index, "read-tree", revision.value()));
      git.run(
          "write the files of " + revision.shortForm(),
          compare(index, "checkout-index", "--all", "--quiet"));
    } finally {
      FolderTree.delete(own);
    }
  }

  /**
   * Returns the paths that are new or differ from the commit, sorted.
   *
   * <p>The app may have written to {@code .git/config}, and git runs programs that this file names.
   * kata reads only the commit's name from there. It compares through the bare repository, which no
   * app can write to, with a separate index.
   */
  List<String> leftovers() {
    Path own = temporaryFolder();
    try {
      Path index = own.resolve("index");
      String revision = head().value();
      git.run("read " + revision, compare(index, "read-tree", revision));
      byte[] list =
          git.run(
                  "compare " + folder + " with its commit",
                  compare(index, "ls-files", "-z", "--modified", "--others"))
              .bytes();
      return Arrays.stream(new String(list, StandardCharsets.UTF_8).split("\0"))
          .filter(name -> name.endsWith("/") || isFile(name))
          // A nested repository is listed as a folder; git does not enter it.
          .map(name -> name.endsWith("/") ? name.substring(0, name.length() - 1) : name)
          .filter(name -> !isExpected(name))
          .distinct()
          .sorted()
          .toList();
    } finally {
      FolderTree.delete(own);
    }
  }

  private void copy(Revision revision) {
    git.run(
        "copy the repository to " + folder,
        Git.command(
                // Our own path: works even if the operator forbids the file protocol for
                // submodules.
                "-c",
                "protocol.file.allow=always",
                "clone",
                "--quiet",
                // git hard-links a local clone, or copies it across disks; --local would fail
                // there.
                "--no-checkout",
                // No hooks from a template: the checkout would run them.
                "--template=",
                "--",
                repository.toString(),
                folder.toString())
            .within(COPY_LIMIT));
    git.run(
        "check out " + revision.shortForm(),
        inside("checkout", "--quiet", "--detach", "--force", revision.value()).within(COPY_LIMIT));
  }

  private void requireEmptyFolder() {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw Git.failure("check out into " + folder, "the folder is not empty", "");
      }
    } catch (IOException e) {
      throw Git.failure("check out into " + folder, "it is not a folder", e);
    }
  }

  private Revision head() {
    return new Revision(
        git.run(
                "read the revision of " + folder,
                Git.on(folder.resolve(".git"), "rev-parse", "--verify", "HEAD"))
            .text());
  }

  private Invocation inside(String... arguments) {
    return Git.command("-C", folder.toString()).with(arguments);
  }

  private Invocation compare(Path index, String... arguments) {
    return Git.on(repository, "--work-tree=" + folder)
        .with(arguments)
        .env("GIT_INDEX_FILE", index.toString())
        .in(folder)
        .within(COPY_LIMIT);
  }

  /**
   * Returns whether a path is a file of the checkout. git also lists as modified: a deleted file, a
   * file behind a link that replaced its folder, and a submodule.
   */
  private boolean isFile(String name) {
    Path place = folder;
    for (Path part : Path.of(name)) {
      if (!place.equals(folder) && !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      place = place.resolve(part);
    }
    return Files.exists(place, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isExpected(String path) {
    return KATA_FILES.contains(path)
        || path.endsWith(".pyc")
        || Stream.of(path.split("/")).anyMatch(CACHES::contains);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("kata-index-");
    } catch (IOException e) {
      throw Git.failure(
          "create a folder in " + System.getProperty("java.io.tmpdir"), Reason.of(e), e);
    }
  }
}
