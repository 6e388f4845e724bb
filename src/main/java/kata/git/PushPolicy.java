package kata.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chooses what a push deploys: at most one update, of the deploy branch. */
public final class PushPolicy {
  private static final String TAGS = "refs/tags/";

  private PushPolicy() {}

  /**
   * What a push deploys.
   *
   * @param deploy the update to deploy, if any
   * @param explanations one line for every other update: why it is not deployed, and how to deploy
   *     it
   */
  public record Choice(Optional<RefUpdate> deploy, List<String> explanations) {
    /** Copies the list. */
    public Choice {
      explanations = List.copyOf(explanations);
    }
  }

  /**
   * Chooses the last update of the deploy branch that is not a deletion, and explains the others.
   */
  public static Choice choose(List<RefUpdate> updates, String deployBranch) {
    int last = updates.size() - 1;
    while (last >= 0 && !deploys(updates.get(last), deployBranch)) {
      last--;
    }
    List<String> explanations = new ArrayList<>();
    for (int i = 0; i < updates.size(); i++) {
      if (i != last) {
        explanations.add(explain(updates.get(i), deployBranch));
      }
    }
    return new Choice(last < 0 ? Optional.empty() : Optional.of(updates.get(last)), explanations);
  }

  private static boolean deploys(RefUpdate update, String deployBranch) {
    return update.branch().equals(Optional.of(deployBranch)) && !update.deletes();
  }

  private static String explain(RefUpdate update, String deployBranch) {
    String name = displayName(update);
    boolean ofDeployBranch = update.branch().equals(Optional.of(deployBranch));
    if (update.deletes()) {
      return ofDeployBranch
          ? "%s is deleted; the app keeps running; to deploy again: git push HOST:APP %s"
              .formatted(name, deployBranch)
          : "%s is deleted; nothing is deployed".formatted(name);
    }
    if (ofDeployBranch) {
      return "%s at %s is not deployed: this push has a later update of the same branch"
          .formatted(name, update.after().shortForm());
    }
    String why = "%s is kept, not deployed: only %s deploys".formatted(name, deployBranch);
    return source(update)
        .map(from -> "%s; to deploy it: git push HOST:APP %s".formatted(why, from + deployBranch))
        .orElse(why);
  }

  private static Optional<String> source(RefUpdate update) {
    if (update.ref().startsWith(TAGS)) {
      // A branch cannot point to an annotated tag: push the tag's commit.
      return Optional.of(update.ref().substring(TAGS.length()) + "^0:refs/heads/");
    }
    return update.branch().map(branch -> branch + ":");
  }

  private static String displayName(RefUpdate update) {
    if (update.ref().startsWith(TAGS)) {
      return "tag " + update.ref().substring(TAGS.length());
    }
    return update.branch().map(branch -> "branch " + branch).orElse(update.ref());
  }
}
