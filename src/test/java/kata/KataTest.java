package kata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kata.docker.engine.DockerEngine;
import kata.git.BareRepository;
import kata.git.Revision;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Orphans;
import kata.process.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kata hands on of its own environment, when git has started it with one of git's. */
final class KataTest {
  private static final List<String> OF_GIT =
      List.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_WORK_DIR",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_QUARANTINE_PATH",
          "GIT_CEILING_DIRECTORIES",
          "GIT_PREFIX");

  @TempDir Path temp;
  private Path outer;
  private Exec exec;

  @BeforeEach
  void make() throws IOException {
    outer = Files.createDirectories(temp.resolve("outer"));
    Map<String, String> variables = new TreeMap<>();
    variables.put("PATH", System.getenv("PATH"));
    variables.put("HOME", temp.toString());
    variables.put("SSH_ORIGINAL_COMMAND", "git-receive-pack blog");
    variables.put("GIT_CONFIG_PARAMETERS", "'core.bare'='false'");
    variables.put("BASH_ENV", outer.toString());
    OF_GIT.forEach(name -> variables.put(name, outer.toString()));
    exec = Host.of(variables).exec();
  }

  @Test
  void a_child_gets_path_and_home_and_nothing_of_the_outer_git() { // fault 8, R-12, R-13
    assertThat(run(Invocation.of("env")).lines())
        .containsExactlyInAnyOrder(
            "PATH=" + System.getenv("PATH"),
            "HOME=" + temp,
            Orphans.VARIABLE + "=" + Orphans.mark());
  }

  @Test
  void a_path_is_there_when_kata_was_started_without_one() { // fault 8
    exec = Host.of(Map.of("HOME", temp.toString())).exec();
    assertThat(run(Invocation.of("env")).lines())
        .anyMatch(line -> line.startsWith("PATH=") && line.contains("/usr/bin"));
  }

  @Test
  void an_empty_variable_counts_as_none() {
    Map<String, String> variables =
        Map.of("HOME", temp.toString(), "KATA_ROOT", "", "DOCKER_HOST", "");
    assertThat(Host.of(variables).home().routes()).startsWithRaw(temp);
    assertThat(catchThrowable(() -> new DockerEngine(Host.of(variables).docker()).version()))
        .satisfiesAnyOf(
            none -> assertThat(none).isNull(),
            away -> assertThat(away).hasMessageContaining("docker.sock"));
    assertThat(Host.of(Map.of("HOME", "", "KATA_ROOT", temp.toString())).userHome())
        .isEqualTo(Path.of("/"));
  }

  @Test
  void git_works_on_the_repository_it_is_told_inside_of_a_hook() throws IOException { // fault 8
    Files.writeString(temp.resolve(".gitconfig"), "[user]\n name = home\n email = h@example.org\n");
    Path path = temp.resolve("repos/blog");
    BareRepository repository = new BareRepository(path, exec);
    repository.create();
    String git = "--git-dir=" + path;
    String tree = run(Invocation.of("git", git, "hash-object", "-wt", "tree", "/dev/null"));
    String commit = run(Invocation.of("git", git, "commit-tree", "-m", "x", tree));
    repository.checkout(new Revision(commit), temp.resolve("release"));
    assertThat(temp.resolve("release/.git/HEAD")).hasContent(commit);
    // HOME was handed on: the author is the one of the configuration there.
    assertThat(run(Invocation.of("git", git, "log", "-1", "--format=%an", commit)))
        .isEqualTo("home");
    assertThat(outer).isEmptyDirectory();
  }

  private String run(Invocation invocation) {
    Result result = exec.run(invocation);
    assertThat(result.ok()).as(result.errors()).isTrue();
    return result.text();
  }
}
