package kata.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import kata.cli.ExitCode;
import kata.error.KataException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckoutTest {
  @TempDir Path temp;
  private GitFixture git;
  private Path path;
  private Path release;
  private BareRepository repository;

  @BeforeEach
  void make() {
    git = new GitFixture(temp);
    path = temp.resolve("repos").resolve("blog");
    release = temp.resolve("releases").resolve("1");
    repository = new BareRepository(path, git.exec);
    repository.create();
  }

  @Test
  void a_commit_is_checked_out_also_when_it_is_not_the_newest() {
    Revision first = git.commit("a", "1");
    git.commit("a", "2");
    git.push(path, "main");
    repository.checkout(first, release);
    assertThat(release.resolve("a")).hasContent("1");
    assertThat(repository.leftovers(release)).isEmpty();
  }

  @Test
  void a_failed_checkout_leaves_no_folder() { // fault 9
    git.commit();
    git.push(path, "main");
    assertThatThrownBy(() -> repository.checkout(new Revision("a".repeat(40)), release))
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.GIT))
        .hasMessageStartingWith("cannot check out aaaaaaa: fatal:");
    assertThat(release).doesNotExist();
  }

  @Test
  void a_folder_with_files_is_refused_and_kept() {
    Revision revision = git.commit();
    git.push(path, "main");
    GitFixture.write(release.resolve("mine"), "1");
    assertThatThrownBy(() -> repository.checkout(revision, release))
        .isInstanceOf(KataException.class);
    assertThat(release.resolve("mine")).hasContent("1");
  }

  @Test
  void submodules_are_checked_out_to_the_innermost() { // fault 9
    git.git(temp, "config", "--global", "protocol.file.allow", "always");
    Revision revision = withSubmodules();
    repository.checkout(revision, release);
    assertThat(release.resolve("outer/inner/file")).hasContent("deep");
    assertThat(repository.leftovers(release)).isEmpty();
    GitFixture.write(release.resolve("outer/new"), "");
    git.git(release.resolve("outer"), "commit", "--quiet", "--allow-empty", "-m", "x");
    assertThat(repository.leftovers(release)).isEmpty();
  }

  @Test
  void a_submodule_that_cannot_be_had_fails_the_checkout() { // fault 9, R-9
    git.git(temp, "config", "--global", "protocol.file.allow", "always");
    Revision revision = withSubmodules();
    git.git(temp, "config", "--global", "protocol.file.allow", "never");
    assertThatThrownBy(() -> repository.checkout(revision, release))
        .hasMessageStartingWith("cannot check out the submodules: fatal: transport 'file' not");
    assertThat(release).doesNotExist();
  }

  @Test
  void new_and_changed_files_are_found_and_caches_are_not() throws IOException { // fault 9
    GitFixture.write(git.clone.resolve(".gitignore"), "*.db\n__pycache__\n");
    GitFixture.write(git.clone.resolve("gone"), "");
    Revision revision = git.commit("a", "1");
    git.push(path, "main");
    repository.checkout(revision, release);
    for (String file :
        List.of(
            "a",
            "uploads/n\u00e9w one",
            "x.db",
            "x.pyc",
            "lib/__pycache__/x",
            "node_modules/y/z",
            ".pytest_cache/v",
            ".docker-compose.yaml",
            ".kata-mode")) {
      GitFixture.write(release.resolve(file), "other");
    }
    git.git(release, "init", "--quiet", "nested");
    Files.delete(release.resolve("gone"));
    assertThat(repository.leftovers(release))
        .containsExactly("a", "nested", "uploads/n\u00e9w one", "x.db");
  }

  @Test
  void what_stands_behind_a_link_or_under_a_file_is_not_of_the_checkout() throws IOException {
    GitFixture.write(git.clone.resolve("up/kept"), "1");
    GitFixture.write(git.clone.resolve("flat/kept"), "1");
    Revision revision = git.commit("deep", "1");
    git.push(path, "main");
    repository.checkout(revision, release);
    for (String gone : List.of("up/kept", "up", "flat/kept", "flat", "deep")) {
      Files.delete(release.resolve(gone));
    }
    GitFixture.write(temp.resolve("data/kept"), "2");
    Files.createSymbolicLink(release.resolve("up"), temp.resolve("data"));
    GitFixture.write(release.resolve("flat"), "");
    GitFixture.write(release.resolve("deep/new"), "");
    Files.createSymbolicLink(release.resolve("dangling"), Path.of("nowhere"));
    assertThat(repository.leftovers(release)).containsExactly("dangling", "deep/new", "flat", "up");
  }

  @Test
  void a_file_is_changed_by_its_content_or_mode_and_not_by_its_time() throws IOException {
    GitFixture.write(git.clone.resolve("mode"), "1");
    GitFixture.write(git.clone.resolve("same"), "1");
    Files.createSymbolicLink(git.clone.resolve("link"), Path.of("same"));
    Revision revision = git.commit();
    git.push(path, "main");
    repository.checkout(revision, release);
    assertThat(release.resolve("mode").toFile().setExecutable(true)).isTrue();
    Files.setLastModifiedTime(release.resolve("same"), FileTime.fromMillis(1));
    Files.delete(release.resolve("link"));
    GitFixture.write(release.resolve("link"), "same");
    assertThat(repository.leftovers(release)).containsExactly("link", "mode");
  }

  @Test
  void what_an_app_wrote_into_its_git_folder_is_not_run() throws IOException {
    Revision revision = git.commit("a", "1");
    git.push(path, "main");
    repository.checkout(revision, release);
    Path trap = temp.resolve("trap");
    git.git(release, "config", "core.fsmonitor", "touch " + trap + "; false");
    git.git(release, "config", "filter.x.clean", "touch " + trap + "; cat");
    Files.deleteIfExists(trap);
    GitFixture.write(release.resolve(".gitattributes"), "* filter=x\n");
    GitFixture.write(release.resolve("a"), "2");
    assertThat(repository.leftovers(release)).containsExactly(".gitattributes", "a");
    assertThat(trap).doesNotExist();
  }

  @Test
  void a_work_tree_of_the_original_is_compared_too() {
    git.commit("a", "1");
    git.push(path, "main");
    Path app = temp.resolve("app").resolve("blog");
    git.git(temp, "clone", "--quiet", path.toString(), app.toString());
    GitFixture.write(app.resolve("data.json"), "{}");
    assertThat(repository.leftovers(app)).containsExactly("data.json");
  }

  private Revision withSubmodules() {
    Path inner = library("lib-inner");
    GitFixture.write(inner.resolve("file"), "deep");
    git.git(inner, "add", "--all");
    git.git(inner, "commit", "--quiet", "-m", "x");
    Path outer = library("lib-outer");
    git.git(outer, "submodule", "--quiet", "add", inner.toString(), "inner");
    git.git(outer, "commit", "--quiet", "-m", "x");
    git.git(git.clone, "submodule", "--quiet", "add", outer.toString(), "outer");
    Revision revision = git.commit();
    git.push(path, "main");
    return revision;
  }

  private Path library(String name) {
    Path library = temp.resolve(name);
    git.git(temp, "init", "--quiet", library.toString());
    return library;
  }
}
