package kata.git;

import java.util.regex.Pattern;
import kata.error.KataException;
import kata.text.Printable;

/**
 * The full name of a commit: 40 or 64 lower-case hexadecimal digits. Safe as an argument of git: it
 * cannot be an option, an expression or the name of a ref.
 */
public record Revision(String value) {
  private static final Pattern VALID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** Rejects anything but a full name. */
  public Revision {
    if (!VALID.matcher(value).matches()) {
      throw KataException.refused(
          "'%s' is not a revision".formatted(Printable.of(value)),
          "a revision is 40 or 64 lower-case hexadecimal digits");
    }
  }

  /** Returns whether this is the zero revision that git uses for a new or deleted ref. */
  public boolean isZero() {
    return value.chars().allMatch(c -> c == '0');
  }

  /** Returns the first seven digits, for messages. */
  public String shortForm() {
    return value.substring(0, 7);
  }

  @Override
  public String toString() {
    return value;
  }
}
