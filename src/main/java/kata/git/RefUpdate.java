package kata.git;

import java.util.List;
import java.util.Optional;
import kata.error.KataException;
import kata.text.Printable;

/**
 * One line of a receive hook's input: a ref with its old and new revision.
 *
 * @param ref the full name, such as {@code refs/heads/main}, without control characters
 */
public record RefUpdate(Revision before, Revision after, String ref) {
  private static final String BRANCHES = "refs/heads/";
  private static final int LONGEST_REF = 1024;

  /** Rejects a ref that is not a full name, is too long, or has control characters. */
  public RefUpdate {
    if (!ref.startsWith("refs/")) {
      throw refused(ref, "a ref begins with refs/");
    }
    if (ref.length() > LONGEST_REF) {
      throw refused(ref, "a ref has at most %d characters".formatted(LONGEST_REF));
    }
    if (!Printable.isPrintable(ref)) {
      throw refused(ref, "a ref has no control characters");
    }
  }

  /** Parses {@code <before> <after> <ref>}; rejects anything else and names the violated rule. */
  public static RefUpdate parse(String line) {
    List<String> words = List.of(line.split(" ", -1));
    if (words.size() != 3) {
      throw refused(line, "it has three words: the old revision, the new one, and the ref");
    }
    return new RefUpdate(new Revision(words.get(0)), new Revision(words.get(1)), words.get(2));
  }

  /** Returns whether the ref was deleted. */
  public boolean deletes() {
    return after.isZero();
  }

  /** Returns the name of the branch; empty for a tag and any other ref. */
  public Optional<String> branch() {
    return ref.startsWith(BRANCHES)
        ? Optional.of(ref.substring(BRANCHES.length()))
        : Optional.empty();
  }

  private static KataException refused(String text, String rule) {
    return KataException.refused(
        "'%s' is not an update of a ref: %s".formatted(Printable.of(text), rule),
        "only git calls `kata git-hook`; to deploy, push");
  }
}
