package kata.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import kata.cli.ExitCode;
import kata.error.KataException;
import kata.home.AppName;
import kata.process.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BareRepositoryTest {
  private static final AppName BLOG = new AppName("blog");

  @TempDir Path temp;
  private GitFixture git;
  private Path path;
  private BareRepository repository;

  @BeforeEach
  void make() {
    git = new GitFixture(temp);
    path = temp.resolve("repos").resolve("blog");
    repository = new BareRepository(path, git.exec);
  }

  @Test
  void a_repository_is_made_whole() throws IOException {
    assertThat(repository.exists()).isFalse();
    repository.create();
    repository.create();
    assertThat(repository.exists()).isTrue();
    assertThat(git.git(path, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
    assertThat(git.git(path, "config", "receive.fsckObjects")).isEqualTo("true");
    byte[] config = Files.readAllBytes(path.resolve("config"));
    repository.configure();
    assertThat(path.resolve("config")).hasBinaryContent(config); // nothing was missing
    try (Stream<Path> all = Files.list(path.resolveSibling(""))) {
      assertThat(all).containsExactly(path);
    }
  }

  @Test
  void a_file_in_its_place_is_told_and_kept() {
    GitFixture.write(path, "mine");
    assertThatThrownBy(repository::create)
        .isInstanceOfSatisfying(
            KataException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.GIT));
    assertThat(path).hasContent("mine");
    assertThat(path.resolveSibling("")).isDirectoryContaining(file -> file.equals(path));
  }

  @Test
  void a_repository_made_by_hand_is_taken_over() throws IOException { // fault 6
    git.git(temp, "init", "--quiet", "--bare", path.toString());
    git.git(path, "config", "receive.maxInputSize", "1m");
    assertThat(repository.exists()).isTrue();
    repository.configure();
    byte[] once = Files.readAllBytes(path.resolve("config"));
    repository.configure();
    repository.installHooks(Path.of("/bin/kata"), temp, BLOG);
    assertThat(path.resolve("config")).hasBinaryContent(once);
    assertThat(git.git(path, "config", "receive.shallowUpdate")).isEqualTo("true");
    assertThat(git.git(path, "config", "receive.maxInputSize")).isEqualTo("1m");
    assertThat(path.resolve("hooks/post-receive")).isExecutable();
  }

  @Test
  void a_push_runs_the_hook_with_odd_paths_whatever_the_global_hooks_folder() throws IOException {
    Path kata = temp.resolve("it's $(a) \"b\"").resolve("kata");
    GitFixture.write(kata, "#!/bin/sh\necho \"$KATA_ROOT|$*|$(cat)\" > " + temp + "/said\n");
    Files.setPosixFilePermissions(kata, PosixFilePermissions.fromString("rwxr-xr-x"));
    git.git(temp, "config", "--global", "core.hooksPath", "/nowhere");
    repository.create();
    repository.installHooks(kata, temp.resolve("ro'ot"), BLOG);
    Revision revision = git.commit("a", "1");
    git.push(path, "main");
    assertThat(Files.readString(temp.resolve("said")))
        .isEqualTo(
            "%s/ro'ot|git-hook blog|%s %s refs/heads/main\n"
                .formatted(temp, "0".repeat(40), revision));
  }

  @Test
  void the_hook_of_the_original_is_replaced_and_a_foreign_one_kept() throws IOException {
    repository.create();
    Path hook = path.resolve("hooks/post-receive");
    GitFixture.write(
        hook,
        "#!/usr/bin/env bash\nset -e; set -o pipefail;\n"
            + "cat | KATA_ROOT=\"/home/kata\" /home/kata/kata.py git-hook blog");
    repository.installHooks(Path.of("/bin/kata"), temp, BLOG);
    assertThat(hook).content().contains("exec '/bin/kata' git-hook 'blog'");
    assertThat(path.resolve("hooks/post-receive.before-kata")).doesNotExist();

    Files.writeString(hook, "first");
    repository.installHooks(Path.of("/bin/kata"), temp, BLOG);
    Files.writeString(hook, "second");
    repository.installHooks(Path.of("/bin/kata"), temp, BLOG);
    assertThat(path.resolve("hooks/post-receive.before-kata")).hasContent("first");
    assertThat(path.resolve("hooks/post-receive.before-kata.2")).hasContent("second");
  }

  @Test
  void a_hook_that_is_right_is_not_written_again() throws IOException {
    repository.create();
    repository.installHooks(Path.of("/bin/kata"), temp, BLOG);
    Path hook = path.resolve("hooks/post-receive");
    Object before = Files.getAttribute(hook, "unix:ino");
    repository.installHooks(Path.of("/bin/kata"), temp, BLOG);
    assertThat(Files.getAttribute(hook, "unix:ino")).isEqualTo(before);
    repository.installHooks(Path.of("/opt/kata"), temp, BLOG);
    assertThat(hook).content().contains("'/opt/kata'");
  }

  @Test
  void the_first_branch_pushed_deploys_from_then_on() { // fault 3
    repository.create();
    git.commit();
    git.push(path, "main:trunk");
    assertThat(repository.deployBranch(List.of(GitFixture.update("refs/heads/trunk"))).name())
        .isEqualTo("trunk");
    git.push(path, "main:feature");
    assertThat(repository.deployBranch(List.of(GitFixture.update("refs/heads/feature"))).name())
        .isEqualTo("trunk");
  }

  @Test
  void main_or_master_is_adopted_before_what_git_lists_first() {
    repository.create();
    git.commit();
    git.push(path, "main:feature", "main:master");
    assertThat(repository.deployBranch(List.of(GitFixture.update("refs/heads/feature"))).name())
        .isEqualTo("master");
  }

  @Test
  void a_deleted_deploy_branch_is_still_the_deploy_branch() { // fault 4
    repository.create();
    git.commit();
    git.push(path, "main");
    git.push(path, ":main");
    RefUpdate deletion =
        RefUpdate.parse("a".repeat(40) + " " + "0".repeat(40) + " refs/heads/main");
    assertThat(repository.deployBranch(List.of(deletion)))
        .isEqualTo(new DeployBranch("main", Optional.empty()));
  }

  @Test
  void a_tag_alone_is_not_adopted() {
    repository.create();
    assertThat(repository.deployBranch(List.of(GitFixture.update("refs/tags/v1"))))
        .isEqualTo(new DeployBranch("main", Optional.empty()));
  }

  @Test
  void a_branch_that_head_names_waits_for_its_first_commit() {
    repository.create();
    git.git(path, "symbolic-ref", "HEAD", "refs/heads/live");
    assertThat(repository.deployBranch(List.of()).name()).isEqualTo("live");
    git.git(path, "symbolic-ref", "HEAD", "refs/tags/v1");
    assertThat(repository.deployBranch(List.of()).name()).isEqualTo("main");
  }

  @Test
  void the_newest_commit_is_that_of_the_deploy_branch() {
    repository.create();
    assertThat(repository.newest()).isEmpty();
    Revision first = git.commit();
    git.push(path, "main:live", "main:main");
    git.git(path, "symbolic-ref", "HEAD", "refs/heads/live");
    git.commit();
    git.push(path, "main:main");
    assertThat(repository.newest()).contains(first);
    git.git(
        path,
        "update-ref",
        "--no-deref",
        "HEAD",
        first.value()); // HEAD names no existing branch now
    assertThat(repository.branchToDeploy(List.of()).name()).isEqualTo("main");
    assertThat(git.attempt(path, "symbolic-ref", "--quiet", "HEAD").ok()).isFalse();
    assertThat(repository.newest()).isNotEqualTo(Optional.of(first));
    assertThat(git.git(path, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
  }

  @Test
  void a_file_is_read_from_a_commit_and_a_link_is_not_followed() throws IOException {
    Files.createSymbolicLink(git.clone.resolve("link"), Path.of("a b*"));
    GitFixture.write(git.clone.resolve("folder/x"), "");
    Revision revision = git.commit("a b*", "h\u00e9llo");
    repository.create();
    git.push(path, "main");
    assertThat(repository.has(revision)).isTrue();
    assertThat(repository.has(new Revision("a".repeat(40)))).isFalse();
    Blob blob = repository.file(revision, "a b*").orElseThrow();
    assertThat(blob.regular()).isTrue();
    assertThat(new String(blob.content(), StandardCharsets.UTF_8)).isEqualTo("h\u00e9llo");
    assertThat(repository.file(revision, "link").orElseThrow().regular()).isFalse();
    assertThat(repository.file(revision, "folder").orElseThrow().regular()).isFalse();
    assertThat(repository.file(revision, "none")).isEmpty();
    assertThatThrownBy(() -> repository.file(new Revision("a".repeat(40)), "x"))
        .hasMessageStartingWith("cannot list aaaaaaa: fatal: not a tree object");
  }

  @Test
  void a_huge_file_is_refused() {
    Revision revision = git.commit("kata-compose.yaml", "x".repeat(256 * 1024 + 1));
    repository.create();
    git.push(path, "main");
    assertThatThrownBy(() -> repository.file(revision, "kata-compose.yaml"))
        .hasMessageContaining("at most 262144");
  }

  @Test
  void a_push_that_is_too_large_is_refused_and_leaves_nothing() throws IOException {
    git.commit("a", "1");
    repository.create();
    git.push(path, "main");
    assertThat(git.git(path, "config", "receive.maxInputSize")).isEqualTo("512m");
    String before = git.git(path, "rev-parse", "main");
    git.git(path, "config", "receive.maxInputSize", "20k");
    byte[] noise = new byte[64 * 1024];
    new Random(1).nextBytes(noise);
    git.commit("big", Base64.getEncoder().encodeToString(noise));
    Result push = git.attempt(git.clone, "push", path.toString(), "main");
    assertThat(push.ok()).isFalse();
    assertThat(push.errors()).contains("exceeds maximum allowed size");
    assertThat(git.git(path, "rev-parse", "main")).isEqualTo(before);
    git.git(git.clone, "reset", "--quiet", "--hard", before);
    git.commit("small", "2");
    git.push(path, "main");
    try (Stream<Path> objects = Files.list(path.resolve("objects"))) {
      assertThat(objects.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith("tmp_") || name.startsWith("incoming"));
    }
  }

  @Test
  void a_shallow_clone_can_push_and_be_checked_out() {
    git.commit("a", "1");
    git.commit("a", "2");
    repository.create();
    Path shallow = temp.resolve("shallow");
    git.git(temp, "clone", "--quiet", "--depth=1", "file://" + git.clone, shallow.toString());
    git.git(shallow, "push", "--quiet", path.toString(), "main");
    Path release = temp.resolve("release");
    repository.checkout(new Revision(git.git(shallow, "rev-parse", "HEAD")), release);
    assertThat(release.resolve("a")).hasContent("2");
  }

  @Test
  void an_old_history_with_harmless_faults_is_taken() {
    Revision tree =
        new Revision(git.git(git.clone, "hash-object", "-w", "-t", "tree", "/dev/null"));
    GitFixture.write(
        temp.resolve("commit"),
        "tree " + tree + "\nauthor a <a@b>1 +0000\ncommitter a <a@b>1 +0000\n\nx\n");
    String old =
        git.git(git.clone, "hash-object", "-w", "--literally", "-t", "commit", temp + "/commit");
    repository.create();
    git.push(path, old + ":refs/heads/main");
    assertThat(repository.has(new Revision(old))).isTrue();
  }

  @Test
  void a_submodule_address_that_is_an_option_is_refused_at_push() {
    git.commit(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = -u./payload\n");
    repository.create();
    assertThat(git.attempt(git.clone, "push", path.toString(), "main").ok()).isFalse();
  }
}
