package kata.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.OsExec;
import kata.process.Result;

/** A user's clone, and git with a home folder of its own. */
final class GitFixture {
  final Path root;
  final Path clone;
  final Exec exec;

  GitFixture(Path root) {
    this.root = root;
    this.clone = root.resolve("clone");
    this.exec =
        new OsExec(Map.of("PATH", System.getenv("PATH"), "HOME", root.toString(), "LC_ALL", "C"));
    write(
        root.resolve(".gitconfig"),
        "[user]\n\tname = t\n\temail = t@example.com\n[advice]\n\tdetachedHead = false\n");
    git(root, "init", "--quiet", clone.toString());
    git(clone, "symbolic-ref", "HEAD", "refs/heads/main");
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Result attempt(Path folder, String... arguments) {
    return exec.run(Invocation.of("git").with(arguments).in(folder));
  }

  String git(Path folder, String... arguments) {
    Result result = attempt(folder, arguments);
    assertThat(result.ok()).as(List.of(arguments) + ": " + result.errors()).isTrue();
    return result.text();
  }

  /** Commits everything in the clone. */
  Revision commit() {
    git(clone, "add", "--all");
    git(clone, "commit", "--quiet", "--allow-empty", "-m", "x");
    return new Revision(git(clone, "rev-parse", "HEAD"));
  }

  Revision commit(String file, String text) {
    write(clone.resolve(file), text);
    return commit();
  }

  void push(Path repository, String... refs) {
    git(clone, concat(List.of("push", "--quiet", repository.toString()), refs));
  }

  static RefUpdate update(String ref) {
    return new RefUpdate(new Revision("0".repeat(40)), new Revision("a".repeat(40)), ref);
  }

  private static String[] concat(List<String> first, String... more) {
    return java.util.stream.Stream.concat(first.stream(), List.of(more).stream())
        .toArray(String[]::new);
  }
}
