package kata.home;

import java.util.Locale;
import java.util.regex.Pattern;
import kata.error.KataException;

/**
 * The name of an app: {@code [a-zA-Z0-9][a-zA-Z0-9_-]*}, at most 63 characters. Safe as a path
 * element, as an argument, and as a word of a shell script.
 */
public record AppName(String value) {
  private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}");

  /** Rejects anything but a valid name. */
  public AppName {
    if (!VALID.matcher(value).matches()) {
      throw KataException.refused(
          "'%s' is not an app name".formatted(printable(value)),
          "a name is 1 to 63 letters, digits, - and _, and begins with a letter or a digit");
    }
  }

  /**
   * Parses a name as a user or git writes it: removes quotes, a leading {@code /} or {@code ~/},
   * and a trailing {@code .git}. Rejects anything else; never repairs a name.
   */
  public static AppName parse(String text) {
    String name = text;
    if (name.length() >= 2 && name.startsWith("'") && name.endsWith("'")) {
      name = name.substring(1, name.length() - 1);
    }
    if (name.startsWith("~/")) {
      name = name.substring(2);
    } else if (name.startsWith("/")) {
      name = name.substring(1);
    }
    if (name.endsWith(".git")) {
      name = name.substring(0, name.length() - ".git".length());
    }
    return new AppName(name);
  }

  /** Returns the Compose project of the app: its name in lower case, as Compose requires. */
  public String project() {
    return value.toLowerCase(Locale.ROOT);
  }

  /** Returns whether the two apps would have the same Compose project. */
  public boolean collidesWith(AppName other) {
    return !value.equals(other.value) && project().equals(other.project());
  }

  @Override
  public String toString() {
    return value;
  }

  private static String printable(String text) {
    String part = text.length() > 70 ? text.substring(0, 70) + "..." : text;
    return part.replaceAll("\\p{Cc}", "?");
  }
}
