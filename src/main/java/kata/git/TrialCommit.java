package kata.git;

import java.nio.file.Path;
import java.util.Optional;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;

/** Commits a folder's content to a bare repository, independent of the user's git settings. */
public final class TrialCommit {
  private final Git git;
  private final Invocation command;

  /** Commits from a folder to a repository. */
  public TrialCommit(Exec exec, Path repository, Path folder) {
    git = new Git(exec);
    command = Git.on(repository, "--work-tree=" + folder);
  }

  /** Commits, and returns the line that a hook would get; empty when git fails. */
  public Optional<String> make() {
    Result before = git.attempt(command.with("rev-parse", "--verify", "--quiet", "HEAD"));
    git.attempt(command.with("add", "--all"));
    Result done =
        git.attempt(
            command
                .with("-c", "user.name=kata", "-c", "user.email=kata@localhost")
                .with("-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null")
                .with("commit", "--quiet", "--message=trial"));
    Result after = git.attempt(command.with("rev-parse", "HEAD"));
    String old = before.ok() ? before.text() : "0".repeat(40);
    return done.ok() && after.ok()
        ? Optional.of("%s %s refs/heads/main".formatted(old, after.text()))
        : Optional.empty();
  }
}
