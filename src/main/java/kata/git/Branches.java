package kata.git;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The branches of a repository, with their newest commits, at one moment.
 *
 * @param head the branch of HEAD; empty if that does not exist
 */
record Branches(Map<String, Revision> newest, Optional<String> head) {
  static final String PREFIX = "refs/heads/";
  static final String FIRST = "main";

  /** Reads everything with one call of git. */
  static Branches of(Git git, Path repository) {
    String list =
        git.run(
                "read the branches of " + repository,
                Git.on(
                    repository,
                    "for-each-ref",
                    "--format=%(objectname)%(HEAD)%(refname)",
                    "--",
                    PREFIX))
            .text();
    Map<String, Revision> newest = new LinkedHashMap<>();
    Optional<String> head = Optional.empty();
    for (String line : list.lines().toList()) {
      // <commit>, a star for HEAD or a blank, <ref>
      int ref = line.indexOf(PREFIX);
      String name = line.substring(ref + PREFIX.length());
      newest.put(name, new Revision(line.substring(0, ref - 1)));
      if (line.charAt(ref - 1) == '*') {
        head = Optional.of(name);
      }
    }
    return new Branches(newest, head);
  }

  /**
   * Returns the deploy branch as it will be after a push.
   *
   * @param named returns the branch of HEAD, which may not exist
   */
  DeployBranch toDeploy(List<RefUpdate> updates, Supplier<String> named) {
    String name = head.or(() -> adopted(updates)).or(() -> firstPushed(updates)).orElseGet(named);
    return new DeployBranch(name, Optional.ofNullable(newest.get(name)));
  }

  private Optional<String> adopted(List<RefUpdate> updates) {
    return List.of(FIRST, "master").stream()
        .filter(branch -> newest.containsKey(branch) || pushes(updates, branch))
        .findFirst();
  }

  private static boolean pushes(List<RefUpdate> updates, String branch) {
    return updates.stream()
        .anyMatch(update -> !update.deletes() && update.branch().equals(Optional.of(branch)));
  }

  private static Optional<String> firstPushed(List<RefUpdate> updates) {
    return updates.stream()
        .filter(update -> !update.deletes())
        .flatMap(update -> update.branch().stream())
        .findFirst();
  }
}
