package kata.git;

import java.util.regex.Pattern;
import kata.error.KataException;

/**
 * The full name of a commit: 40 or 64 lower-case hexadecimal digits. A value of this type is safe
 * as an argument of git: it is no option, no expression, and no other name of anything.
 */
public record Revision(String value) {
  private static final Pattern VALID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** Refuses anything but a full name. */
  public Revision {
    if (!VALID.matcher(value).matches()) {
      throw KataException.refused(
          "'%s' is not a revision".formatted(RefUpdate.printable(value)),
          "a revision is 40 or 64 lower-case hexadecimal digits");
    }
  }

  /** Tells whether this stands for no commit, as git writes it for a new or a deleted ref. */
  public boolean isZero() {
    return value.chars().allMatch(c -> c == '0');
  }

  /** Returns the first seven digits, for people. */
  public String shortForm() {
    return value.substring(0, 7);
  }

  @Override
  public String toString() {
    return value;
  }
}
