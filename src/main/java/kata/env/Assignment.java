package kata.env;

/**
 * A variable as its author wrote it.
 *
 * @param text the value before expansion; never shown, because it may be a secret
 * @param expands false where the author excluded expansion, as with single quotes in a dotenv file
 * @param lenient true where an unknown {@code $NAME} is part of the value, as in a password
 * @param origin its place, such as {@code ENV:3} or {@code kata-compose.yaml:5:3}
 */
public record Assignment(
    String name, String text, boolean expands, boolean lenient, String origin) {

  /** Returns the name and the place, without the value. */
  @Override
  public String toString() {
    return name + " at " + origin;
  }
}
